"""What PyInstaller cannot see: open_clip reads its vocabulary and its architectures from files."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("open_clip")
