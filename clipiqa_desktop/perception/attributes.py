"""The attributes of the paper: each is a pair of antonym prompts."""

from dataclasses import dataclass

from clipiqa_desktop.perception.prompts import in_template

LOOK = "look"
FEEL = "feel"


@dataclass(frozen=True)
class Attribute:
    """One antonym pair; a score near 1 means `high_prompt` fits the photograph, near 0 `low_prompt`."""

    key: str
    title: str
    section: str
    high_prompt: str
    low_prompt: str

    @property
    def prompts(self) -> tuple[str, str]:
        """The pair in the order of Eq. 3: the prompt whose probability is the score comes first."""
        return self.high_prompt, self.low_prompt


def _pair(section: str, key: str, title: str, high: str, low: str) -> Attribute:
    return Attribute(key, title, section, in_template(high), in_template(low))


# The look: Tables 3 and 4 of the paper. The feel: Fig. 1 and Table 6. The order is the order of the columns of a CSV.
BUILT_IN: tuple[Attribute, ...] = (
    _pair(LOOK, "quality", "Quality", "Good", "Bad"),
    _pair(LOOK, "brightness", "Brightness", "Bright", "Dark"),
    _pair(LOOK, "noisiness", "Low noise", "Clean", "Noisy"),
    _pair(LOOK, "colorfulness", "Colour", "Colorful", "Dull"),
    _pair(LOOK, "sharpness", "Sharpness", "Sharp", "Blurry"),
    _pair(LOOK, "contrast", "Contrast", "High contrast", "Low contrast"),
    _pair(FEEL, "complex", "Complex", "Complex", "Simple"),
    _pair(FEEL, "natural", "Natural", "Natural", "Synthetic"),
    _pair(FEEL, "happy", "Happy", "Happy", "Sad"),
    _pair(FEEL, "scary", "Scary", "Scary", "Peaceful"),
    _pair(FEEL, "new", "New", "New", "Old"),
    _pair(FEEL, "warm", "Warm", "Warm", "Cold"),
    _pair(FEEL, "real", "Real", "Real", "Abstract"),
    _pair(FEEL, "beautiful", "Beautiful", "Beautiful", "Ugly"),
    _pair(FEEL, "lonely", "Lonely", "Lonely", "Sociable"),
    _pair(FEEL, "relaxing", "Relaxing", "Relaxing", "Stressful"),
    _pair(FEEL, "aesthetic", "Aesthetic", "Aesthetic", "Not aesthetic"),
)

# What is asked for most stands first in the window; a pair that is not named here stands behind these.
_FIRST = (
    *("quality", "sharpness", "brightness", "noisiness", "colorfulness", "contrast"),
    *("aesthetic", "beautiful", "happy", "scary", "natural", "complex", "new", "warm", "real", "lonely", "relaxing"),
)
IN_WINDOW: tuple[Attribute, ...] = tuple(
    sorted(BUILT_IN, key=lambda each: _FIRST.index(each.key) if each.key in _FIRST else len(_FIRST))
)

KEYS: tuple[str, ...] = tuple(attribute.key for attribute in BUILT_IN)
