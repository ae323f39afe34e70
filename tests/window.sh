#!/usr/bin/env bash
# The program in a real window, on a display of its own: click a relationship, and all three panels show it.
# Nothing here waits for a time: it waits until the window shows what it must, for at most $patience seconds.
#
#     tests/window.sh [path of the detente program]
#
# Needs Xvfb, xdotool, ImageMagick and jq; draws in software. Exits 0 when every promise below holds. DETENTE_KEEP=FOLDER keeps
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
    local code=0 deadline=$((SECONDS + patience))
    xdotool windowfocus "$window" key --clearmodifiers ctrl+q
    while kill -0 "$program" 2> /dev/null; do
        if [ $SECONDS -ge $deadline ]; then fail "it still ran $patience s after Ctrl+Q"; fi
        sleep 0.2
    done
    wait "$program" || code=$?
    program=''
    if [ $code -ne 0 ]; then fail "it ended with exit code $code"; fi
    # The graphics driver may say what it likes.
    if grep -qi -e panic -e '^detente: ' "$work/$1.log"; then fail "it complained"; fi
}

# differing A B [REGION]: the number of pixels in which two pictures differ.
differing() {
    local region=()
    if [ $# -eq 3 ]; then region=(-crop "$3" +repage); fi
    convert "$1" "$2" "${region[@]}" -compose difference -composite -colorspace gray -threshold 0 \
        -format '%[fx:round(mean*w*h)]' info:
}

# take NAME: takes the picture NAME.png of the whole display.
take() { import -window root "$work/$1.png"; }

# looks_like NAME [REGION]: whether the display is, pixel by pixel, as in the picture NAME.
looks_like() {
    take now
    [ "$(differing "$work/$1.png" "$work/now.png" "${@:2}")" = 0 ]
}

# has_changed NAME REGION: whether a part of the display is clearly another than in the picture NAME.
has_changed() {
    take now
    [ "$(differing "$work/$1.png" "$work/now.png" "$2")" -ge 200 ]
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

shows_edge() {
    case $(title "$window") in
        *"$name"*) return 0 ;;
        *) return 1 ;;
    esac
}
shows_no_edge() { ! shows_edge; }

# click_selects X Y: clicks, and says whether the title named the edge soon after. A window that is still busy may
# miss a click; the pause keeps two of them from being a double click.
click_selects() {
    local deadline=$((SECONDS + 3))
    xdotool mousemove --sync "$1" "$2" click 1
    until shows_edge; do
        if [ $SECONDS -ge $deadline ]; then return 1; fi
        sleep 0.1
    done
}

# picture NAME FLAG…: lets the program make the picture NAME.png of its window.
picture() {
    local name=$1
    shift
    timeout "$patience" "$detente" screenshot "$work/$name.png" --size "${width}x$height" "$@" \
        < /dev/null > "$work/$name.log" 2>&1 || fail "detente screenshot failed"
}

# refuses NAME COMMAND…: the command must end with code 1 and one line on standard error, and print nothing.
refuses() {
    local name=$1 code=0
    shift
    timeout "$patience" "$@" < /dev/null > "$work/$name.out" 2> "$work/$name.log" || code=$?
    if [ $code -ne 1 ]; then fail "without a display it ended with exit code $code, not 1"; fi
    if [ -s "$work/$name.out" ]; then fail "without a display it printed something"; fi
    if [ "$(wc -l < "$work/$name.log")" -ne 1 ]; then fail "without a display it did not say one line"; fi
    say "   $(cat "$work/$name.log")"
}

for tool in Xvfb xdotool import convert jq; do
    command -v "$tool" > /dev/null || fail "$tool is not installed"
done

# A display of its own: Xvfb picks a free one and tells its number. It must not start anew when the last program leaves, as
# it would refuse the next one meanwhile.
mkfifo "$work/number"
Xvfb -displayfd 3 -screen 0 "${width}x${height}x24" -nolisten tcp -noreset 3> "$work/number" > "$work/xvfb.log" 2>&1 &
xvfb=$!
read -r -t 20 number < "$work/number" || fail "Xvfb did not start"
export DISPLAY=":$number" LIBGL_ALWAYS_SOFTWARE=1 RUST_BACKTRACE=1
unset WAYLAND_DISPLAY WAYLAND_SOCKET XAUTHORITY

# This user's preferences take no part, and none are left behind.
export HOME="$work/home" XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data"
export XDG_CACHE_HOME="$work/cache" XDG_STATE_HOME="$work/state"
mkdir "$HOME" "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME"

say "1. The picture of the window says where everything stands, and the same command gives the same picture."
picture plain --items "$work/items.json"
picture same
size=$(identify -format '%wx%h' "$work/plain.png")
if [ "$size" != "${width}x$height" ]; then fail "the picture is $size"; fi
pixels=$(differing "$work/plain.png" "$work/same.png")
if [ "$pixels" -ne 0 ]; then fail "two pictures of the same differ in $pixels pixels"; fi
x=$(of_edge '(.x + .width / 2) | round')
y=$(of_edge '(.y + .height / 2) | round')
name=$(of_edge .name)

say "2. The window looks exactly like its picture; Ctrl+Q ends the program cleanly."
start first
wait_until "the window looked like its picture" looks_like plain
close first
diagram=$(region diagram) timeline=$(region timeline) excerpts=$(region excerpts)

say "3. A click on the edge at $x,$y selects \"$name\"; all three panels show it."
start second
wait_until "the window looked like its picture" looks_like plain
if shows_edge; then fail "the edge is selected before it is clicked"; fi
wait_until "a click selected the edge" click_selects "$x" "$y"
move_pointer_away
wait_until "the diagram showed the selection" has_changed plain "$diagram"
wait_until "the timeline showed the selection" has_changed plain "$timeline"
wait_until "the excerpts showed the selection" has_changed plain "$excerpts"
picture selected --select "$edge"
wait_until "the diagram looked as with --select" looks_like selected "$diagram"
wait_until "the timeline looked as with --select" looks_like selected "$timeline"
take clicked

say "4. Escape clears the selection in the title and in the diagram."
xdotool windowfocus "$window" key --clearmodifiers Escape
wait_until "Escape cleared the selection" shows_no_edge
wait_until "the diagram was as before" looks_like plain "$diagram"
wait_until "the timeline was as before" looks_like plain "$timeline"
close second

say "5. Broken preferences are set aside and do not keep it from starting."
preferences=$XDG_CONFIG_HOME/detente/preferences.json
printf '{"broken' > "$preferences"
start third
wait_until "the broken preferences were set aside" test -f "$preferences.broken"
if [ "$(cat "$preferences.broken")" != '{"broken' ]; then fail "what was set aside is not what was broken"; fi
wait_until "the diagram was as with the usual preferences" looks_like plain "$diagram"
wait_until "a notice said so" has_changed plain "${width}x90+0+$((height - 90))"
close third
jq -e . "$preferences" > /dev/null || fail "the preferences that it kept cannot be read"

say "6. Without a display it says so in one line, and the exit code is 1."
refuses none env -u DISPLAY "$detente"
refuses picture-without env -u DISPLAY "$detente" screenshot "$work/never.png"
refuses unreachable env DISPLAY=:99999 "$detente"
if [ -e "$work/never.png" ]; then fail "it wrote a picture without a display"; fi

say "all promises hold in $SECONDS s"
