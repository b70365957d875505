# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# install_missing LIST…: the packages of these lists that are not there yet, with apt if that is
# possible without asking (root, or sudo that needs no password); else says what to install.

install_missing() {
	local missing=() name sudo=()
	while read -r name; do
		dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' ||
			missing+=("$name")
	done <<<"$(grep -hvE '^[[:space:]]*(#|$)' "$@")"
	[ ${#missing[@]} -gt 0 ] || return 0
	if ! command -v apt-get >/dev/null 2>&1; then
		echo "not a Debian or Ubuntu system: install what these packages hold: ${missing[*]}" >&2
		return 1
	fi
	if [ "$(id -u)" -ne 0 ]; then
		if ! sudo -n true 2>/dev/null; then
			echo "missing: run   sudo apt-get install ${missing[*]}   and start again" >&2
			return 1
		fi
		sudo=(sudo -n)
	fi
	echo "installing: ${missing[*]}" >&2
	"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 &&
		"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
			--no-install-recommends "${missing[@]}" >&2
}
