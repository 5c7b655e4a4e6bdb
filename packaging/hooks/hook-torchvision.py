"""torchvision loads its operators by their file's name, which has changed; its picture codecs are not needed."""

from PyInstaller.utils.hooks import collect_dynamic_libs

binaries = collect_dynamic_libs("torchvision", search_patterns=["_C*.so", "_C*.pyd", "_C*.dll", "_C*.dylib"])
# open_clip imports what is compiled from its source by TorchScript.
module_collection_mode = "pyz+py"
