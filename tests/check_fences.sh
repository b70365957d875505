#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The fences of the house, where the compiler does not stand guard: each third-party header is
# known to one place, banned calls, sizes, titles of queries. Prints every breach; none: exit 0.
set -u
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
cd "${OVERRUN_SOURCE_DIR:-$(dirname "$here")}" || exit 1
breaches=0

breach() {
	echo "BREACH $*"
	breaches=$((breaches + 1))
}

code() {
	find parsers analyzer samples tests -name '*.[ch]' -not -path '*/build*' | sort
}

product() {
	find parsers analyzer -name '*.[ch]' | sort
}

# known_to HEADER PLACE: only files that match PLACE (an extended regular expression) include it
known_to() {
	local header=$1 place=$2 file
	for file in $(product | xargs grep -lE "#include <$header" 2>/dev/null); do
		[[ $file =~ ^($place)$ ]] || breach "$file: includes <$header…>, known to $place only"
	done
}

known_to 'pcre2' 'parsers/base/pattern\.c'
known_to 'glib' 'parsers/base/zone\.c'
known_to 'openssl' 'parsers/base/digest\.c'
known_to 'isa-l' 'parsers/intake/inflation\.c'
known_to 'archive' 'parsers/intake/source_unpack\.c'
known_to 'iconv' 'parsers/intake/charset\.c'
known_to 'sqlite3' 'analyzer/case/(store|question|rows)[a-z_]*\.[ch]'
known_to 'libfyaml' 'analyzer/case/plan[a-z_]*\.c'
known_to 'curl' 'analyzer/case/remote\.c'

# The generator is a program of its own: it may not see the analyzer.
for header in $(find parsers analyzer -name '*.h' -exec basename {} \; | sort); do
	if [ ! -f "samples/generator/$header" ] &&
		grep -qsF "#include \"$header\"" samples/generator/*.[ch]; then
		breach "samples/generator: includes $header of the analyzer"
	fi
done

# Header names are unique among the layers.
for header in $(find parsers analyzer -name '*.h' -exec basename {} \; | sort | uniq -d); do
	breach "$header: two headers of this name"
done

# Calls that the house does not use. Comments and texts are taken out first.
banned='strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|strtol|gets|sscanf|localtime|setjmp|longjmp|alloca'
for file in $(product); do
	found=$(sed -E 's/"([^"\\]|\\.)*"//g; s://.*::; s:/\*.*\*/::; s:^[[:space:]]*\*.*::' "$file" |
		grep -noE "(^|[^A-Za-z0-9_>.])($banned)[[:space:]]*\(" | head -3 | tr '\n' ' ')
	[ -z "$found" ] || breach "$file: banned call: $found"
done

for file in $(code); do
	read -r first <"$file"
	[[ $first == *SPDX-License-Identifier* ]] || breach "$file: line 1 is not the licence"
done

unfinished='TO''DO|FIX''ME|XX''X'
found=$(code | xargs grep -nE "(^|[^A-Za-z])($unfinished)([^A-Za-z]|$)" | head -5)
[ -z "$found" ] || breach "unfinished work is marked: $found"

# Aim at 250 lines, think at 400, stop at 500.
for file in $(product) $(find queries -name '*.sql'); do
	lines=$(wc -l <"$file")
	[ "$lines" -le 500 ] || breach "$file: $lines lines"
done

# A function ends within 60 lines of its opening brace (tables of data are not functions).
for file in $(product) $(find samples/generator -name '*.c'); do
	found=$(awk '/^\{/ {start = NR} /^\}[[:space:]]*$/ {
		if (start && NR - start > 61) print FILENAME ":" start ": a function of " NR - start - 1 " lines"
		start = 0}' "$file")
	[ -z "$found" ] || breach "$found"
done

# Queries: the first line is a comment that names the question; no parameters.
for file in $(find queries -name '*.sql' | sort); do
	read -r first <"$file"
	[[ $first =~ ^--\ [A-Z0-9] ]] || breach "$file: the first line is not a title"
done

# Samples and expectations belong to a format.
for sample in samples/formats/*.log; do
	[ -e "$sample" ] || continue
	name=$(basename "$sample" .log)
	[ -f "parsers/formats/$name.c" ] || breach "$sample: no parsers/formats/$name.c"
	[ -f "tests/expected/formats/$name.jsonl" ] || breach "$sample: nothing expected of it"
done

# Only addresses for documentation in what ships as sample data of the stories.
found=$(find samples/stories \( -name "*.txt" -o -name "*.yaml" -o -name "*.md" \) -print0 |
	xargs -0 grep -noE '\b(10|172\.(1[6-9]|2[0-9]|3[01])|192\.168)(\.[0-9]{1,3}){2,3}\b' | head -3)
[ -z "$found" ] || breach "an address that is not of RFC 5737: $found"

echo "fences: breaches: $breaches"
[ "$breaches" -eq 0 ]
