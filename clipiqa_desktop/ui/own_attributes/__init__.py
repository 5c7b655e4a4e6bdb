"""What the person says in words: attributes of their own, and finding by a sentence."""
