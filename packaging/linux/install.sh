#!/bin/sh
# Installs CLIP-IQA Desktop for this user, from the folder that this script lies in; with --remove, removes it again, and
# with it all that it made but catalog and settings: thumbnails, log, and, without --keep-models, what it downloaded.
#
# Every installation gets a folder of its own below ~/.local/lib/clipiqa-desktop, and one link names the folder that
# counts. Changing the link is one step, so whatever interrupts an upgrade leaves the old program or the new one.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
installations=$HOME/.local/lib/clipiqa-desktop
link=$HOME/.local/bin/clipiqa-desktop

base() { # base VALUE DEFAULT: a relative path in an XDG variable is to be ignored
    case $1 in
        /*) printf '%s\n' "$1" ;;
        *) printf '%s\n' "$HOME/$2" ;;
    esac
}

data=$(base "${XDG_DATA_HOME:-}" .local/share)
config=$(base "${XDG_CONFIG_HOME:-}" .config)
cache=$(base "${XDG_CACHE_HOME:-}" .cache)
state=$(base "${XDG_STATE_HOME:-}" .local/state)
models=$data/clipiqa-desktop/weights

main() {
    case $* in
        '') install_program ;;
        --remove)
            remove_program
            remove_models
            tell_what_stays
            ;;
        '--remove --keep-models' | '--keep-models --remove')
            remove_program
            tell_what_stays
            ;;
        --help) echo "usage: install.sh [--remove [--keep-models]]" ;;
        *) fail "$* is not known: run install.sh to install, install.sh --remove [--keep-models] to remove." ;;
    esac
}

install_program() {
    [ -x "$here/clipiqa-desktop" ] || fail "the program is not beside this script: unpack the whole archive."
    link_is_ours || link_is_free || fail "$link was not put there by this script: move it away first."
    mkdir -p "$installations" "${link%/*}"
    fresh=$(mktemp -d "$installations/installed.XXXXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    trap 'exit 130' HUP INT TERM
    cp -RPp "$here/." "$fresh"
    trap '' HUP INT TERM # what is left takes a moment
    point_link_at "$fresh/clipiqa-desktop"
    trap - EXIT
    place_desktop_files "$fresh"
    remove_former "$fresh"
    refresh_caches
    tell_how_to_start
}

remove_program() {
    [ -d "$installations" ] || fail "CLIP-IQA Desktop was not installed for you by this script."
    if link_is_ours; then rm "$link"; fi
    remove_former ''
    rmdir "$installations"
    # thumbnails can be made again, and the log tells of a program that is gone
    rm -rf "$cache/clipiqa-desktop" "$state/clipiqa-desktop"
    refresh_caches
}

remove_models() { # what the program downloaded or copied has a record of its digest beside it; other files stay
    [ -d "$models" ] || return 0
    for record in "$models"/*.sha256; do
        if [ -f "$record" ]; then
            rm -f "${record%.sha256}" "$record"
            echo "The downloaded ${record%.sha256} is removed."
        fi
    done
    rm -f "$models"/*.part "$models"/*.lock "$models/digests.json" # half-way, and what was hashed
    rmdir "$models" 2>/dev/null || echo "What the program did not download stays in $models"
    rmdir "${models%/*}" 2>/dev/null || true
}

link_is_ours() {
    [ -L "$link" ] || return
    case $(readlink "$link") in "$installations"/*) ;; *) return 1 ;; esac
}

link_is_free() {
    [ ! -e "$link" ] && [ ! -L "$link" ]
}

point_link_at() {
    ln -sf "$1" "$link.part"
    mv -f "$link.part" "$link"
}

desktop_files() { # relative to the data folder
    [ ! -d "$1/share" ] || (cd "$1/share" && find . -type f | sed 's|^\./||')
}

place_desktop_files() {
    desktop_files "$1" | while IFS= read -r name; do
        mkdir -p "$(dirname "$data/$name")"
        case $name in
            *.desktop) with_full_path <"$1/share/$name" >"$data/$name.part" ;;
            *) cp "$1/share/$name" "$data/$name.part" ;;
        esac
        mv -f "$data/$name.part" "$data/$name"
    done
}

with_full_path() { # a desktop need not have ~/.local/bin on its PATH
    while IFS= read -r line; do
        case $line in
            Exec=*) printf 'Exec="%s" %%F\n' "$(escaped "$link")" ;;
            *) printf '%s\n' "$line" ;;
        esac
    done
}

escaped() { # twice: for the quotes of Exec, and for the strings of desktop entries
    printf '%s\n' "$1" | sed -e 's/\\/\\\\\\\\/g' -e 's/["`$]/\\\\&/g' -e 's/%/%%/g'
}

remove_former() { # all installations but $1, with those of their desktop files that $1 does not have
    for former in "$installations"/installed.*; do
        if [ -d "$former" ] && [ "$former" != "$1" ]; then
            desktop_files "$former" | while IFS= read -r name; do
                in_use "$1" "$name" || remove_file "$data/$name"
            done
            rm -rf "$former"
        fi
    done
}

in_use() {
    [ -n "$1" ] && [ -e "$1/share/$2" ]
}

remove_file() { # and the folders that are empty then
    rm -f "$1" "$1.part"
    folder=$(dirname "$1")
    case $1 in *.desktop) remove_idle_cache "$folder" ;; esac
    while [ "$folder" != "$data" ] && rmdir "$folder" 2>/dev/null; do
        folder=$(dirname "$folder")
    done
}

remove_idle_cache() { # refresh_caches made it; where it stands alone nobody needs it
    [ "$(ls -A "$1")" != mimeinfo.cache ] || rm "$1/mimeinfo.cache"
}

refresh_caches() {
    icons=$data/icons/hicolor
    [ ! -d "$icons" ] || touch "$icons"
    if [ -d "$data/applications" ] && command -v update-desktop-database >/dev/null; then
        update-desktop-database -q "$data/applications" || true
    fi
    if [ -e "$icons/icon-theme.cache" ] && command -v gtk-update-icon-cache >/dev/null; then
        gtk-update-icon-cache -q -f -t "$icons" || true
    fi
}

tell_how_to_start() {
    echo "CLIP-IQA Desktop is installed. Start it from your desktop's menu, or as $link"
    echo "If it was running, close it and start it again. To remove it: \"$fresh/install.sh\" --remove"
}

tell_what_stays() {
    echo "CLIP-IQA Desktop is removed."
    for place in "$data" "$config"; do
        [ ! -d "$place/clipiqa-desktop" ] || echo "What it knows stays in $place/clipiqa-desktop"
    done
}

fail() {
    echo "install.sh: $1" >&2
    exit 2
}

main "$@"
exit
