// SPDX-License-Identifier: MIT
/*
 * Bytes that every match of a regular expression contains (see literal.h).
 *
 * One pass over the text of a pattern that PCRE2 has accepted. Wrongly sure would lose matches,
 * wrongly unsure only costs time: so whatever is not listed here gives up.
 */
#include "literal.h"

/* A run of plain characters on its way, and the longest so far. */
struct search {
	struct slice rest;
	char run[LITERAL_LIMIT];
	size_t run_size;
	char *best;
	size_t best_size;
};

static void end_run(struct search *search)
{
	if (search->run_size > search->best_size) {
		memcpy(search->best, search->run, search->run_size);
		search->best_size = search->run_size;
	}
	search->run_size = 0;
}

/* The last character turned out to be optional: takes all its bytes back, and ends the run. */
static void drop_last(struct search *search)
{
	while (search->run_size > 0) {
		unsigned char byte = (unsigned char)search->run[--search->run_size];
		if ((byte & 0xC0u) != 0x80u) {
			break;
		}
	}
	end_run(search);
}

static void add_byte(struct search *search, char byte)
{
	if (search->run_size == LITERAL_LIMIT) {
		/* A run must not end inside a character that may turn out to be optional. */
		if (((unsigned char)byte & 0xC0u) == 0x80u) {
			drop_last(search);
		} else {
			end_run(search);
		}
	}
	search->run[search->run_size++] = byte;
}

static char eat_any(struct slice *rest)
{
	char byte = rest->data[0];
	*rest = slice_after(*rest, 1);
	return byte;
}

/* After '\': a plain character, or a class or place that ends the run. */
static bool eat_escape(struct search *search)
{
	if (search->rest.size == 0) {
		return false;
	}
	char byte = eat_any(&search->rest);
	bool is_word = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
		       (byte >= 'A' && byte <= 'Z') || (unsigned char)byte >= 0x80;
	if (!is_word) {
		add_byte(search, byte);
		return true;
	}
	end_run(search);
	return strchr("dDwWsSbBAzZhHvVRntr", byte) != NULL;
}

/* After '[': to behind the closing bracket. */
static bool eat_class(struct slice *rest)
{
	(void)slice_eat_char(rest, '^');
	(void)slice_eat_char(rest, ']'); /* first in a class it is itself */
	while (rest->size > 0) {
		char byte = eat_any(rest);
		if (byte == ']') {
			return true;
		}
		if (byte == '\\') {
			/* \Q and \E would hide brackets. */
			if (rest->size == 0 || rest->data[0] == 'Q' || rest->data[0] == 'E') {
				return false;
			}
			(void)eat_any(rest);
		} else if (byte == '[' && slice_eat_char(rest, ':')) {
			struct slice name;
			if (!slice_eat_until(rest, ']', &name) || !slice_ends_with(name, ":")) {
				return false;
			}
		}
	}
	return false;
}

/* After '(': a group whose kind leaves the meaning of what follows alone. */
static bool eat_group_start(struct slice *rest)
{
	if (slice_starts_with(*rest, "*")) {
		return false;
	}
	if (!slice_eat_char(rest, '?')) {
		return true;
	}
	static const char *const kinds[] = {":", "=", "!", "<", "P<", "'", ">"};
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (slice_eat(rest, kinds[i])) {
			return true;
		}
	}
	return false;
}

/* After '(': to behind the group's end; nothing in it counts. */
static bool eat_group(struct slice *rest)
{
	size_t depth = 1;
	if (!eat_group_start(rest)) {
		return false;
	}
	while (rest->size > 0 && depth > 0) {
		char byte = eat_any(rest);
		if (byte == '\\') {
			if (rest->size == 0 || rest->data[0] == 'Q') {
				return false;
			}
			(void)eat_any(rest);
		} else if (byte == '[') {
			if (!eat_class(rest)) {
				return false;
			}
		} else if (byte == '(') {
			depth++;
			if (!eat_group_start(rest)) {
				return false;
			}
		} else if (byte == ')') {
			depth--;
		}
	}
	return depth == 0;
}

/* One element of the pattern; false: give up. */
static bool eat_element(struct search *search)
{
	struct slice ignored;
	char byte = eat_any(&search->rest);
	switch (byte) {
	case '\\':
		return eat_escape(search);
	case '[':
		end_run(search);
		return eat_class(&search->rest);
	case '(':
		end_run(search);
		return eat_group(&search->rest);
	case '?':
	case '*':
		drop_last(search);
		return true;
	case '{':
		drop_last(search);
		return slice_eat_until(&search->rest, '}', &ignored);
	case '+':
	case '.':
	case '^':
	case '$':
		end_run(search);
		return true;
	case '|':
	case ')':
		return false;
	default:
		add_byte(search, byte);
		return true;
	}
}

size_t literal_find(struct slice pattern, char *ret_bytes)
{
	struct search search = {.rest = pattern, .best = ret_bytes};
	while (search.rest.size > 0) {
		if (!eat_element(&search)) {
			return 0;
		}
	}
	end_run(&search);
	return search.best_size;
}
