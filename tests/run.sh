#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Everything that CI runs: installs what is missing; format; clang with -Werror; then gcc under ASan
# and UBSan and all tests, whose own summary is the last thing printed when all is well.
#
#     tests/run.sh [CTEST OPTION…]          about ten minutes on two cores
set -eu
export LC_ALL=C TZ=UTC
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
build=${OVERRUN_BUILD_DIR:-$root/build}
jobs=$(nproc)

# shellcheck source=samples/install.sh
. "$root/samples/install.sh"
install_missing "$root/samples/packages.txt" "$here/packages.txt"

echo "== format"
find "$root/parsers" "$root/analyzer" "$root/samples" "$root/tests" -name '*.[ch]' -print0 |
	xargs -0 clang-format --dry-run -Werror

echo "== clang, warnings are errors"
cmake -S "$root" -B "$build/clang" -DCMAKE_C_COMPILER=clang -DOVERRUN_WERROR=ON >/dev/null
cmake --build "$build/clang" --parallel "$jobs" >/dev/null

# A short run of each target: that they build, and that what they once found stays found.
if clang -fsanitize=fuzzer -x c - -o /dev/null 2>/dev/null <<<'int LLVMFuzzerTestOneInput(
	const unsigned char *data, unsigned long size) { return data == 0 && size > 0; }'; then
	echo "== fuzz"
	cmake -S "$root" -B "$build/fuzz" -DCMAKE_C_COMPILER=clang -DOVERRUN_FUZZ=ON >/dev/null
	cmake --build "$build/fuzz" --parallel "$jobs" >/dev/null
	"$here/fuzz/run.sh" "$build/fuzz" 15s # each: a bound in time, whatever else the machine does
fi

echo "== gcc, AddressSanitizer and UndefinedBehaviorSanitizer"
cmake -S "$root" -B "$build/asan" -DCMAKE_C_COMPILER=gcc -DOVERRUN_SANITIZE=ON \
	-DOVERRUN_WERROR=ON >/dev/null
cmake --build "$build/asan" --parallel "$jobs" >/dev/null

# Criterion reports a leaking test as passed, so what the sanitizers say goes to files.
logs=$build/asan/sanitizer-logs
rm -rf "$logs" && mkdir -p "$logs"
export ASAN_OPTIONS="log_path=$logs/asan:detect_leaks=1:strict_string_checks=1"
export UBSAN_OPTIONS="log_path=$logs/ubsan:print_stacktrace=1"
# The jobs of ctest are the cores: a test that measures runs alone (RUN_SERIAL).
status=0
ctest --test-dir "$build/asan" --output-on-failure --parallel "$jobs" "$@" || status=$?
# A process that a test kills while it is looked through for leaks says this, and nothing else.
for log in "$logs"/*; do
	grep -qsv 'Unable to get registers from thread' "$log" || rm -f "$log"
done
if [ -n "$(ls -A "$logs")" ]; then
	echo "the sanitizers complained:" >&2
	head -n 40 "$logs"/* >&2
	status=1
fi
exit "$status"
