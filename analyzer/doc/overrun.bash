# SPDX-License-Identifier: MIT
# Completions of overrun for bash. Options are asked of the program itself, so they are never old.

_overrun_options() {
	"$1" "$2" --help 2>/dev/null | grep -oE -- '--[a-z-]+' | sort -u
}

_overrun() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local program=${COMP_WORDS[0]} command=${COMP_WORDS[1]-}
	local commands='analyze formats ingest init lint query report show verify'
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		mapfile -t COMPREPLY < <(compgen -W "$commands --help --version" -- "$word")
		return
	fi
	case $before in
	--lang) mapfile -t COMPREPLY < <(compgen -W 'en ko' -- "$word") && return ;;
	--color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$word") && return ;;
	--to) mapfile -t COMPREPLY < <(compgen -W 'table csv json md' -- "$word") && return ;;
	--fail-on)
		mapfile -t COMPREPLY < <(compgen -W 'overrun= undetermined= rejected=' -- "$word")
		compopt -o nospace
		return
		;;
	--queries | --sources | --formats-dir) mapfile -t COMPREPLY < <(compgen -d -- "$word") && return ;;
	esac
	if [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_overrun_options "$program" "$command")" -- "$word")
		return
	fi
	if [ "$command" = query ] && [ "$COMP_CWORD" -eq 3 ]; then
		mapfile -t COMPREPLY < <(compgen -W "$("$program" query --to csv 2>/dev/null |
			sed -n 's/,evidence,.*//p')" -- "$word")
	elif [ "$command" = formats ] && [ "$COMP_CWORD" -eq 2 ]; then
		mapfile -t COMPREPLY < <(compgen -W test -- "$word")
	fi
}

complete -o default -F _overrun overrun
