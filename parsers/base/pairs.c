// SPDX-License-Identifier: MIT
/* Runs of `key=value`, eaten pair by pair. */
#include "pairs.h"

#include "eight.h"

/* What a byte is to a pair; looked up, since these logs are long and nothing but pairs. */
enum { SEPARATOR = 1, ENDS_KEY = 2, ENDS_BARE = 4, OF_KEY = 8 };
static const unsigned char kinds[256] = {
	[' '] = SEPARATOR | ENDS_KEY | ENDS_BARE,
	['\t'] = SEPARATOR | ENDS_KEY | ENDS_BARE,
	['\r'] = SEPARATOR | ENDS_KEY | ENDS_BARE,
	[','] = SEPARATOR | ENDS_KEY | ENDS_BARE, /* perhaps, see key_follows */
	['='] = ENDS_KEY,
	['a'] = OF_KEY,
	['b'] = OF_KEY,
	['c'] = OF_KEY,
	['d'] = OF_KEY,
	['e'] = OF_KEY,
	['f'] = OF_KEY,
	['g'] = OF_KEY,
	['h'] = OF_KEY,
	['i'] = OF_KEY,
	['j'] = OF_KEY,
	['k'] = OF_KEY,
	['l'] = OF_KEY,
	['m'] = OF_KEY,
	['n'] = OF_KEY,
	['o'] = OF_KEY,
	['p'] = OF_KEY,
	['q'] = OF_KEY,
	['r'] = OF_KEY,
	['s'] = OF_KEY,
	['t'] = OF_KEY,
	['u'] = OF_KEY,
	['v'] = OF_KEY,
	['w'] = OF_KEY,
	['x'] = OF_KEY,
	['y'] = OF_KEY,
	['z'] = OF_KEY,
	['A'] = OF_KEY,
	['B'] = OF_KEY,
	['C'] = OF_KEY,
	['D'] = OF_KEY,
	['E'] = OF_KEY,
	['F'] = OF_KEY,
	['G'] = OF_KEY,
	['H'] = OF_KEY,
	['I'] = OF_KEY,
	['J'] = OF_KEY,
	['K'] = OF_KEY,
	['L'] = OF_KEY,
	['M'] = OF_KEY,
	['N'] = OF_KEY,
	['O'] = OF_KEY,
	['P'] = OF_KEY,
	['Q'] = OF_KEY,
	['R'] = OF_KEY,
	['S'] = OF_KEY,
	['T'] = OF_KEY,
	['U'] = OF_KEY,
	['V'] = OF_KEY,
	['W'] = OF_KEY,
	['X'] = OF_KEY,
	['Y'] = OF_KEY,
	['Z'] = OF_KEY,
	['0'] = OF_KEY,
	['1'] = OF_KEY,
	['2'] = OF_KEY,
	['3'] = OF_KEY,
	['4'] = OF_KEY,
	['5'] = OF_KEY,
	['6'] = OF_KEY,
	['7'] = OF_KEY,
	['8'] = OF_KEY,
	['9'] = OF_KEY,
	['_'] = OF_KEY,
	['-'] = OF_KEY,
	['.'] = OF_KEY,
};

static inline bool is_any_of(char byte, unsigned wanted)
{
	return (kinds[(unsigned char)byte] & wanted) != 0;
}

/* The first byte that is `wanted` or not above ',': all that ends anything is. In steps of eight.
 */
static const char *pass_over(const char *at, const char *end, char wanted)
{
	for (; end - at >= EIGHT_SIZE; at += EIGHT_SIZE) {
		uint64_t eight = eight_load(at);
		uint64_t marks = eight_below(eight, ',' + 1) | eight_find(eight, wanted);
		if (marks != 0) {
			return at + eight_first(marks);
		}
	}
	while (at < end && *at != wanted && (unsigned char)*at > ',') {
		at++;
	}
	return at;
}

/* The size of the quoted text at `at`, up to but without its closing quote. */
static size_t quoted_size(const char *at, size_t size)
{
	size_t from = 0;
	while (from < size) {
		const char *quote = memchr(at + from, '"', size - from);
		if (quote == NULL) {
			return size;
		}
		size_t end = (size_t)(quote - at);
		size_t slashes = 0;
		while (slashes < end && at[end - 1 - slashes] == '\\') {
			slashes++;
		}
		if (slashes % 2 == 0) {
			return end;
		}
		from = end + 1;
	}
	return size;
}

/* The value at `at`, behind its opening quote. Always true: the end of the text is an end, too. */
static bool eat_long_quoted(struct slice *text, const char *at, const char *end,
			    struct slice *ret_value)
{
	size_t size = quoted_size(at, (size_t)(end - at));
	*ret_value = slice_make(at, size);
	at += size;
	*text = slice_make(at + (at < end), (size_t)(end - at) - (at < end));
	return true;
}

/* The same. Most values are shorter than what a call of memchr costs, and have no backslash. */
static inline bool eat_quoted(struct slice *text, const char *at, const char *end,
			      struct slice *ret_value)
{
	enum { NEAR = 4 };
	const char *scan = at;
	for (int i = 0; i < NEAR && end - scan >= EIGHT_SIZE; i++, scan += EIGHT_SIZE) {
		uint64_t marks = eight_find(eight_load(scan), '"');
		if (marks == 0) {
			continue;
		}
		const char *quote = scan + eight_first(marks);
		if (quote > at && quote[-1] == '\\') {
			break;
		}
		*ret_value = slice_make(at, (size_t)(quote - at));
		*text = slice_make(quote + 1, (size_t)(end - quote) - 1);
		return true;
	}
	return eat_long_quoted(text, at, end, ret_value);
}

/* A comma ends a bare value only where another key begins, so "a=1,2,b=3" keeps "1,2". */
static bool key_follows(const char *at, const char *end)
{
	const char *start = at;
	while (at < end && is_any_of(*at, OF_KEY)) {
		at++;
	}
	return at > start && at < end && *at == '=';
}

static size_t bare_size(const char *at, const char *end)
{
	const char *scan = at;
	for (;; scan++) {
		scan = pass_over(scan, end, ' ');
		bool is_end = scan == end || is_any_of(*scan, ENDS_BARE);
		if (is_end && (scan == end || *scan != ',' || key_follows(scan + 1, end))) {
			break;
		}
	}
	return (size_t)(scan - at);
}

bool pairs_next(struct slice *text, struct slice *ret_key, struct slice *ret_value)
{
	const char *at = text->data;
	const char *end = at + text->size;
	for (;;) {
		/* Nearly always one blank. */
		at += at < end && *at == ' ' ? 1 : 0;
		while (at < end && (unsigned char)*at <= ',' && is_any_of(*at, SEPARATOR)) {
			at++;
		}
		const char *key = at;
		for (;; at++) {
			at = pass_over(at, end, '=');
			if (at == end || is_any_of(*at, ENDS_KEY)) {
				break;
			}
		}
		if (at == end) {
			return false;
		}
		if (*at == '=' && at > key) {
			*ret_key = slice_make(key, (size_t)(at - key));
			at++;
			break;
		}
		at++;
	}
	if (at < end && *at == '"') {
		return eat_quoted(text, at + 1, end, ret_value);
	}
	size_t size = bare_size(at, end);
	*ret_value = slice_make(at, size);
	*text = slice_make(at + size, (size_t)(end - at) - size);
	return true;
}

bool pairs_find(struct slice text, const char *key, struct slice *ret_value)
{
	struct slice found;
	struct slice value;
	size_t size = strlen(key);
	while (pairs_next(&text, &found, &value)) {
		if (found.size == size && memcmp(found.data, key, size) == 0) {
			*ret_value = value;
			return true;
		}
	}
	return false;
}
