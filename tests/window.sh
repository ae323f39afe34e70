#!/usr/bin/env bash
# The program in a real window, on a display of its own: click a relationship, and all three panels show it.
#
#     tests/window.sh [path of the detente program]
#
# Needs Xvfb, xdotool, ImageMagick and jq. Exits 0 when every promise below holds. DETENTE_KEEP=FOLDER keeps
# the pictures and what the program said.
set -euo pipefail
export LC_ALL=C.UTF-8
root=$(cd "$(dirname "$0")/.." && pwd)
detente=$(realpath "${1:-$root/target/debug/detente}")
edge=nzl-aukus-pillar-two
width=1280 height=800
patience=90 # seconds: an unoptimised program draws slowly without a GPU

work=$(mktemp -d)
xvfb='' program='' window=''

clean_up() {
    local code=$?
    trap - EXIT
    # Only what this script started.
    if [ -n "$program" ]; then kill "$program" 2> /dev/null || true; fi
    if [ -n "$xvfb" ]; then kill "$xvfb" 2> /dev/null || true; fi
    wait
    if [ -n "${DETENTE_KEEP:-}" ]; then
        mkdir -p "$DETENTE_KEEP"
        find "$work" -maxdepth 1 -type f -exec cp {} "$DETENTE_KEEP"/ \;
    fi
    rm -rf "$work"
    exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

say() { echo "window test: $*"; }

fail() {
    local log
    say "FAILED: $*" >&2
    for log in "$work"/*.log; do
        if [ -s "$log" ]; then
            echo "--- ${log##*/}" >&2
            tail -n 40 "$log" >&2
        fi
    done
    exit 1
}

# wait_until WHAT COMMAND…: runs the command again and again until it succeeds.
wait_until() {
    local what=$1 deadline=$((SECONDS + patience))
    shift
    until "$@"; do
        if ! kill -0 "$program" 2> /dev/null; then fail "the program ended before $what"; fi
        if [ $SECONDS -ge $deadline ]; then fail "waited $patience s in vain until $what"; fi
        sleep 0.2
    done
}

title() { xdotool getwindowname "$1" 2> /dev/null || true; }

# The title is the program's name, or names first what is selected.
find_window() {
    local candidate
    for candidate in $(xdotool search --onlyvisible --name Detente 2> /dev/null); do
        case $(title "$candidate") in
            Detente* | *"— Detente")
                window=$candidate
                return 0
                ;;
        esac
    done
    return 1
}

# start NAME: starts the program, which speaks to NAME.log, and waits for its window.
start() {
    window=''
    "$detente" < /dev/null > "$work/$1.log" 2>&1 &
    program=$!
    wait_until "its window was there" find_window
    # Without a window manager, the test itself puts the window where positions count from.
    xdotool windowmove "$window" 0 0 windowsize "$window" "$width" "$height" windowfocus "$window"
    move_pointer_away
}

# To a corner where nothing is hovered.
move_pointer_away() { xdotool mousemove $((width - 1)) $((height - 1)); }

# close NAME: quits with the program's own shortcut, and holds it to a clean end.
close() {
    local code=0 deadline=$((SECONDS + 20))
    xdotool windowfocus "$window" key --clearmodifiers ctrl+q
    while kill -0 "$program" 2> /dev/null; do
        if [ $SECONDS -ge $deadline ]; then fail "it still ran 20 s after Ctrl+Q"; fi
        sleep 0.2
    done
    wait "$program" || code=$?
    program=''
    if [ $code -ne 0 ]; then fail "it ended with exit code $code"; fi
    if grep -qi panic "$work/$1.log"; then fail "it panicked"; fi
}

# differing A B [REGION]: the number of pixels in which two pictures differ.
differing() {
    local region=()
    if [ $# -eq 3 ]; then region=(-crop "$3" +repage); fi
    convert "$1" "$2" "${region[@]}" -compose difference -composite -colorspace gray -threshold 0 \
        -format '%[fx:round(mean*w*h)]' info:
}

# picture NAME: takes NAME.png of the whole display, once nothing moves any more.
picture() {
    local deadline=$((SECONDS + patience))
    import -window root "$work/$1.png"
    while true; do
        sleep 1
        import -window root "$work/next.png"
        if [ "$(differing "$work/$1.png" "$work/next.png")" = 0 ]; then return; fi
        mv "$work/next.png" "$work/$1.png"
        if [ $SECONDS -ge $deadline ]; then fail "the window did not come to rest"; fi
    done
}

# region PANEL: the part of the window that a panel takes up, as ImageMagick writes it. The sizes are those
# that the program itself kept when it was closed.
region() {
    local bars=64 # points: the menu and the time bar
    jq -re --arg panel "$1" --argjson w "$width" --argjson h "$height" --argjson bars "$bars" '
        (."outline-width" | ceil) as $left | ($w - ."right-width" | floor) as $right
        | ($h - ."timeline-height" | floor) as $middle | ($bars + ."inspector-height" | ceil) as $below
        | {
            diagram: [$left, $bars, $right, $middle],
            timeline: [$left, $middle, $right, $h],
            excerpts: [$right, $below, $w, $h]
        }[$panel]
        | "\(.[2] - .[0])x\(.[3] - .[1])+\(.[0])+\(.[1])"
    ' "$XDG_CONFIG_HOME/detente/preferences.json" || fail "it did not keep the sizes of its panels"
}

# of_edge FIELDS: what the diagram reports of the edge.
of_edge() {
    jq -re --arg key "$edge" "map(select(.key == \$key and .panel == \"diagram\"))[0] | $1" \
        "$work/items.json" || fail "the diagram does not report where $edge is"
}

click_edge() {
    # The pointer must be seen to arrive before it is seen to press.
    xdotool mousemove "$1" "$2" sleep 0.4 click 1 sleep 0.8
}

shows_edge() {
    case $(title "$window") in
        *"$name"*) return 0 ;;
        *) return 1 ;;
    esac
}
shows_no_edge() { ! shows_edge; }
click_until_shown() { click_edge "$@" && shows_edge; }

for tool in Xvfb xdotool import convert jq; do
    command -v "$tool" > /dev/null || fail "$tool is not installed"
done

# A display of its own: Xvfb picks a free one and tells its number.
mkfifo "$work/number"
Xvfb -displayfd 3 -screen 0 "${width}x${height}x24" -nolisten tcp 3> "$work/number" > "$work/xvfb.log" 2>&1 &
xvfb=$!
read -r -t 20 number < "$work/number" || fail "Xvfb did not start"
export DISPLAY=":$number" LIBGL_ALWAYS_SOFTWARE=1 RUST_BACKTRACE=1
unset WAYLAND_DISPLAY WAYLAND_SOCKET XAUTHORITY

# This user's preferences take no part, and none are left behind.
export HOME="$work/home" XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data"
export XDG_CACHE_HOME="$work/cache" XDG_STATE_HOME="$work/state"
mkdir "$HOME" "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME"

say "1. The picture of the window says where everything stands."
timeout $((2 * patience)) "$detente" screenshot "$work/reported.png" --items "$work/items.json" \
    --size "${width}x$height" < /dev/null > "$work/screenshot.log" 2>&1 || fail "detente screenshot failed"
size=$(identify -format '%wx%h' "$work/reported.png")
if [ "$size" != "${width}x$height" ]; then fail "the picture is $size"; fi
x=$(of_edge '(.x + .width / 2) | round')
y=$(of_edge '(.y + .height / 2) | round')
name=$(of_edge .name)

say "2. A click on the edge at $x,$y selects \"$name\"; all three panels show it."
start first
picture before
if shows_edge; then fail "the edge is selected before it is clicked"; fi
wait_until "a click selected the edge" click_until_shown "$x" "$y"
move_pointer_away
picture after

say "3. Escape clears the selection; Ctrl+Q ends the program cleanly."
xdotool windowfocus "$window" key --clearmodifiers Escape
wait_until "Escape cleared the selection" shows_no_edge
close first
for panel in diagram timeline excerpts; do
    part=$(region "$panel")
    changed=$(differing "$work/before.png" "$work/after.png" "$part")
    say "   $panel ($part): $changed pixels showed the selection"
    if [ "$changed" -lt 200 ]; then fail "the $panel did not show the selection"; fi
done

say "4. Broken preferences do not keep it from starting."
spoiled=0
while IFS= read -r -d '' file; do
    printf '{"broken' > "$file"
    spoiled=$((spoiled + 1))
done < <(find "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_STATE_HOME" -type f -print0)
if [ "$spoiled" -eq 0 ]; then fail "it kept no preferences"; fi
start second
picture again
close second

say "all promises hold"
