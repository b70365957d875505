// SPDX-License-Identifier: MIT
/* What stands behind the stamp of a syslog line (see envelope.h). */
#include "envelope.h"

enum {
	HOST_LIMIT = 255, /* RFC 5424, section 6 */
	TAG_LIMIT = 128, /* RFC 3164 says 32, RFC 5424 48; paths in the place of names are longer */
};

static bool is_digit(char byte)
{
	return (unsigned char)(byte - '0') < 10;
}

static bool digit_at(struct slice text, size_t at)
{
	return at < text.size && is_digit(text.data[at]);
}

static bool blank_at(struct slice text, size_t at)
{
	return at < text.size && (text.data[at] == ' ' || text.data[at] == '\t');
}

/* A bit per byte, since every byte of every header is asked. */
static bool is_of(const uint64_t *bits, char byte)
{
	unsigned char at = (unsigned char)byte;
	return (bits[at / 64] >> (at % 64) & 1) != 0;
}

/*
 * Names, addresses of both kinds, what relays write ("src@host", "10.0.0.1/fw"): letters, digits,
 * ".-_:/@#~+" and all that is no ASCII.
 */
static bool is_host_byte(char byte)
{
	static const uint64_t bits[] = {UINT64_C(0x07ffe80800000000), UINT64_C(0x47fffffe87ffffff),
					UINT64_MAX, UINT64_MAX};
	return is_of(bits, byte);
}

/*
 * All but blanks and what would make it a field of the body ("time=…", "1,2012…", "{"): none of
 * `:[]=",;{}<>|%`.
 */
static bool is_tag_byte(char byte)
{
	static const uint64_t bits[] = {UINT64_C(0x83ffefda00000000), UINT64_C(0xc7ffffffd7ffffff),
					UINT64_MAX, UINT64_MAX};
	return is_of(bits, byte);
}

bool envelope_may_be_month(struct slice text)
{
	return text.size > 3 && text.data[3] == ' ' && text.data[0] >= 'A' && text.data[0] <= 'S';
}

bool envelope_may_be_abroad(struct slice text)
{
	enum { month_size_max = 13 }; /* with the point */
	size_t end = slice_find_char(slice_first(text, month_size_max), ' ');
	bool ends = end >= 3 && end < month_size_max;
	return ends &&
	       (digit_at(text, end + 1) || (blank_at(text, end + 1) && digit_at(text, end + 2)));
}

/* "1.4.1" */
static bool is_version(struct slice word)
{
	size_t dots = 0;
	for (size_t i = 0; i < word.size; i++) {
		dots += word.data[i] == '.' ? 1 : 0;
		if (!is_digit(word.data[i]) && word.data[i] != '.') {
			return false;
		}
	}
	return dots > 0 && digit_at(word, 0);
}

bool envelope_eat_tag_of_words(struct slice *text, struct envelope *part)
{
	enum { words_max = 4 };
	size_t size = 0;
	int words = 1;
	for (; size < text->size && size < TAG_LIMIT; size++) {
		if (text->data[size] == ' ') {
			words++;
		} else if (!is_tag_byte(text->data[size])) {
			break;
		}
	}
	struct slice name = slice_first(*text, size);
	struct slice first = slice_first(name, slice_find_char(name, ' '));
	if (size == 0 || words < 2 || words > words_max || envelope_is_level(first)) {
		return false; /* "notice mcpd[4711]: " is F5's */
	}
	struct slice rest = slice_after(*text, size);
	struct slice pid = slice_empty();
	uint64_t number = 0;
	if (slice_eat_char(&rest, '[')) {
		if (!slice_eat_until(&rest, ']', &pid)) {
			return false;
		}
		struct slice digits = pid;
		if (!slice_eat_uint(&digits, &number) || digits.size > 0) {
			return false;
		}
	} else {
		struct slice version = slice_after(name, slice_find_char(name, ' ') + 1);
		if (words != 2 || !is_version(version)) {
			return false;
		}
	}
	if (!slice_eat(&rest, ": ")) {
		return false;
	}
	*text = rest;
	part->tag = name;
	part->pid = pid;
	return true;
}

/* macOS: "launchd[1] (com.example.pay.39146): …", "sandboxd[129] ([38210]): …" */
static void eat_subject(struct slice *text)
{
	size_t size = 1;
	while (size < text->size && size < TAG_LIMIT && text->data[size] != ' ' &&
	       text->data[size] != ')') {
		size++;
	}
	struct slice rest = slice_after(*text, size);
	if (slice_starts_with(*text, "(") && slice_eat(&rest, "): ")) {
		*text = rest;
	}
}

bool envelope_eat_tag(struct slice *text, bool needs_pid, struct envelope *part)
{
	struct slice rest = *text;
	size_t size = 0;
	while (size < rest.size && size < TAG_LIMIT && is_tag_byte(rest.data[size])) {
		size++;
	}
	struct slice name = slice_first(rest, size);
	struct slice pid = slice_empty();
	rest = slice_after(rest, size);
	bool has_pid = slice_eat_char(&rest, '[');
	if (has_pid && (!slice_eat_until(&rest, ']', &pid) || pid.size > TAG_LIMIT)) {
		return false;
	}
	bool has_colon = slice_eat_char(&rest, ':');
	if (size == 0 || !(has_pid || (has_colon && !needs_pid)) ||
	    (rest.size > 0 && !blank_at(rest, 0))) {
		return false;
	}
	slice_eat_blanks(&rest);
	if (has_pid && !has_colon) {
		eat_subject(&rest);
	}
	*text = rest;
	part->tag = name;
	part->pid = pid;
	return true;
}

void envelope_eat_sequence(struct slice *text)
{
	size_t digits = 0;
	while (digits <= 9 && digit_at(*text, digits)) {
		digits++;
	}
	if (digits > 0 && digits <= 9 && text->size > digits && text->data[digits] == ':' &&
	    blank_at(*text, digits + 1)) {
		*text = slice_after(*text, digits + 1);
		slice_eat_blanks(text);
	}
}

bool envelope_is_cisco(struct slice text)
{
	return text.size > 1 && text.data[0] == '%' &&
	       (text.data[1] == '%' || (text.data[1] >= 'A' && text.data[1] <= 'Z'));
}

bool envelope_is_nested(struct slice text)
{
	if (text.size > 2 && text.data[0] == '<') {
		return is_digit(text.data[1]);
	}
	if (text.size > 1 && (text.data[0] == '*' || text.data[0] == '.')) {
		text = slice_after(text, 1);
	}
	struct stamp stamp;
	return envelope_may_be_month(text) && stamp_eat_bsd(&text, &stamp);
}

/* "192.0.2.1:", "2001:db8::1": no program is called like this. */
static bool is_address(struct slice word)
{
	size_t dots = 0;
	size_t colons = 0;
	for (size_t i = 0; i < word.size; i++) {
		bool hexadecimal = is_digit(word.data[i]) ||
				   ((word.data[i] | 0x20) >= 'a' && (word.data[i] | 0x20) <= 'f');
		dots += word.data[i] == '.' ? 1 : 0;
		colons += word.data[i] == ':' ? 1 : 0;
		if (!hexadecimal && word.data[i] != '.' && word.data[i] != ':') {
			return false;
		}
	}
	return (dots == 3 && is_digit(word.data[0])) || colons > 2;
}

bool envelope_eat_host(struct slice *text, struct slice *ret_host)
{
	size_t size = 0;
	while (size < text->size && size <= HOST_LIMIT && is_host_byte(text->data[size])) {
		size++;
	}
	if (size == 0 || size > HOST_LIMIT || !blank_at(*text, size)) {
		return false;
	}
	struct slice host = slice_first(*text, size);
	struct slice rest = slice_after(*text, size);
	slice_eat_blanks(&rest);
	if (host.data[size - 1] == ':') {
		bool is_host = envelope_is_cisco(rest) || is_address(host);
		if (!is_host || size == 1) {
			return false;
		}
		host.size--;
	}
	bool is_nil = slice_is(host, "-");
	size_t dashes = 0;
	while (dashes < host.size && host.data[dashes] == '-') {
		dashes++;
	}
	if (dashes == host.size && !is_nil) {
		return false; /* macOS: "--- last message repeated 2 times ---" */
	}
	*text = rest;
	*ret_host = is_nil ? slice_empty() : host;
	return true;
}

bool envelope_is_level(struct slice word)
{
	static const char *const levels[] = {"info",  "warn",   "error",  "debug",   "trace",
					     "fatal", "err",    "note",   "warning", "critical",
					     "crit",  "emerg",  "severe", "notice",  "alert",
					     "panic", "stdout", "stderr", "ddebug",  "subdebug"};
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
		if (slice_is_ignoring_case(word, levels[i])) {
			return true;
		}
	}
	return false;
}

/* A letter, a digit, '_', '-' or '.': a bit per byte, since every line of every log asks. */
static bool is_name_byte(char byte)
{
	static const uint64_t bits[] = {UINT64_C(0x03ff600000000000), UINT64_C(0x07fffffe87fffffe),
					0, 0};
	return is_of(bits, byte);
}

bool envelope_eat_compose(struct slice *text, struct slice *ret_name)
{
	enum {
		name_limit = 64,    /* a DNS label, which Docker's names must be */
		padding_limit = 64, /* to the longest name */
	};
	struct slice head = slice_first(*text, name_limit + padding_limit);
	size_t size = 1;
	if (head.size == 0 || !is_name_byte(head.data[0]) ||
	    slice_find_char(head, '|') == head.size) {
		return false;
	}
	while (size < text->size && size < name_limit && is_name_byte(text->data[size])) {
		size++;
	}
	struct slice rest = slice_after(*text, size);
	if (!blank_at(rest, 0)) {
		return false;
	}
	slice_eat_blanks(&rest);
	if (!slice_eat(&rest, "| ")) {
		return false;
	}
	/* A log line, not a table's: it begins with a figure, a bracket or a brace. */
	if (rest.size == 0 || !(is_digit(rest.data[0]) || rest.data[0] == '[' ||
				rest.data[0] == '{' || rest.data[0] == '<')) {
		return false;
	}
	*ret_name = slice_first(*text, size);
	*text = rest;
	return true;
}

/* Words that are zones, of which each means several: no host before "%ASA-…" is called like this.
 */
static bool is_vague_zone(struct slice word)
{
	static const char *const words[] = {"EST", "CST", "CDT", "MST", "IST", "BST", "AST", "SST"};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_is(word, words[i])) {
			return true;
		}
	}
	return false;
}

/* "UTC:", "KST ": a zone behind a stamp that has none. */
static void eat_zone_word(struct slice *text, struct stamp *stamp)
{
	size_t size = 1;
	while (size < text->size && size <= 5 && text->data[size] >= 'A' &&
	       text->data[size] <= 'Z') {
		size++;
	}
	bool ends = size < text->size && (text->data[size] == ':' || text->data[size] == ' ');
	if (size <= 3 || !ends) {
		return;
	}
	struct slice word = slice_make(text->data + 1, size - 1);
	if (stamp_set_zone(stamp, word) ||
	    (is_vague_zone(word) && slice_starts_with(slice_after(*text, size), ": %"))) {
		*text = slice_after(*text, size);
	}
}

/* "+09:00" at once behind a stamp */
static void eat_offset(struct slice *text, struct stamp *stamp)
{
	size_t size = 0;
	while (size < text->size && text->data[size] != ' ' && text->data[size] != '\t') {
		size++;
	}
	if (stamp_set_zone(stamp, slice_first(*text, size))) {
		*text = slice_after(*text, size);
	}
}

void envelope_eat_zone(struct slice *text, struct stamp *stamp)
{
	if (text->size == 0) {
		return;
	}
	if (text->data[0] == ' ' || text->data[0] == '\t') {
		eat_zone_word(text, stamp);
	} else if (text->data[0] == '+' || text->data[0] == '-') {
		eat_offset(text, stamp);
	}
}

/* "stdout F ": what a container runtime (CRI) puts between its stamp and the container's line. */
static bool eat_stream(struct slice *text)
{
	static const char *const streams[] = {" stdout F ", " stderr F ", " stdout P ",
					      " stderr P "};
	for (size_t i = 0; i < sizeof streams / sizeof streams[0]; i++) {
		if (slice_eat(text, streams[i])) {
			return true;
		}
	}
	return false;
}

/*
 * `docker logs -t`, `kubectl logs --timestamps`, CloudWatch: their stamp, a blank, and a line that
 * has a stamp of its own or is JSON.
 */
static bool goes_on_as_container(struct slice *text)
{
	struct slice rest = slice_after(*text, 1);
	struct stamp ignored;
	struct slice own = rest;
	if (!slice_starts_with(rest, "{\"") &&
	    !(rest.size > 0 && rest.data[0] >= '0' && rest.data[0] <= '9' &&
	      stamp_eat_iso(&own, &ignored))) {
		return false;
	}
	*text = rest;
	return true;
}

bool envelope_eat_container(struct slice *text)
{
	return eat_stream(text) || goes_on_as_container(text);
}
