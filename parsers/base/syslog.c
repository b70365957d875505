// SPDX-License-Identifier: MIT
/*
 * The syslog envelope, peeled off a line.
 *
 *     535 <14>1 2020-03-27T09:57:41+01:00 PA-VM - - - - 1,2020/03/27 …      octet count, RFC 5424
 *     Apr 22 08:17:35 relay <14>Apr 22 08:17:36 fw-2 1,2020/04/22 …         nested, no tag
 *     <161>Sep 28 2016 13:51:57 192.0.2.254 : %ASA-1-104001: …              year, lonely colon
 *     May  5 18:29:32 dev01: %ASA-6-302014: …                               colon behind the host
 *     Oct 30 09:46:12 1,2012/10/30 …                                        no host
 *
 * This runs on every line of every file: bytes are looked at once, from the front, and a line that
 * is not syslog is given back after a byte or a date.
 */
#include "syslog.h"

#include "eight.h"
#include "envelope.h"

enum {
	FIELD_LIMIT = 255, /* the longest field of RFC 5424, the host */
	VERSION_MAX = 999, /* RFC 5424: three digits */
	COUNT_DIGITS = 6,  /* of an octet count; longer numbers are an application's own */
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

/* Copied for every line, which is cheaper than to set its fields. */
static const struct envelope empty = {.kind = ENVELOPE_NONE,
				      .pri = -1,
				      .host = {"", 0},
				      .relay_host = {"", 0},
				      .tag = {"", 0},
				      .pid = {"", 0},
				      .message_id = {"", 0},
				      .data = {"", 0}};

/* "<189>" */
static bool eat_pri(struct slice *text, int32_t *ret_pri)
{
	struct slice rest = *text;
	if (!slice_eat_char(&rest, '<')) {
		return false;
	}
	int32_t value = 0;
	size_t digits = 0;
	for (; digits < 3 && digit_at(rest, digits); digits++) {
		value = value * 10 + (rest.data[digits] - '0');
	}
	rest = slice_after(rest, digits);
	/* "<14.2>": a management center that counts its copies; the digits behind are none of ours
	 */
	if (digits > 0 && slice_eat_char(&rest, '.') && digit_at(rest, 0)) {
		rest = slice_after(rest, 1);
	}
	if (digits == 0 || !slice_eat_char(&rest, '>')) {
		return false;
	}
	*text = rest;
	*ret_pri = value;
	return true;
}

/* "535 <14>…": the count of octets before a PRI (RFC 6587). */
static void eat_octet_count(struct slice *text)
{
	size_t digits = eight_digits(eight_begin(text->data, text->size));
	if (digits > 0 && digits <= COUNT_DIGITS && text->size > digits + 2 &&
	    text->data[digits] == ' ' && text->data[digits + 1] == '<' &&
	    is_digit(text->data[digits + 2])) {
		*text = slice_after(*text, digits + 1);
	}
}

/* What follows a BSD stamp: [zone word][:] [host] [:] [tag[pid]:]. */
static void eat_host_and_tag(struct slice *text, struct envelope *part)
{
	struct slice rest = *text;
	slice_eat_blanks(&rest);
	bool says_no_host = envelope_is_cisco(rest) || envelope_is_nested(rest) ||
			    slice_starts_with(rest, "last message repeated ");
	if (!says_no_host) {
		(void)envelope_eat_host(&rest, &part->host);
	}
	/* ": %ASA-…" */
	if (rest.size > 1 && rest.data[0] == ':' && (rest.data[1] == ' ' || rest.data[1] == '%')) {
		rest = slice_after(rest, 1);
		slice_eat_blanks(&rest);
	}
	envelope_eat_sequence(&rest);
	if (!envelope_is_cisco(rest) && !envelope_is_nested(rest)) {
		(void)(envelope_eat_tag(&rest, false, part) ||
		       envelope_eat_tag_of_words(&rest, part));
	}
	*text = rest;
}

/* " 2016" behind a stamp that has no year: Synology, IOS; no host is called like this. */
static void eat_year(struct slice *text, struct stamp *stamp)
{
	enum { first = 1970, last = 2099 };
	struct slice rest = slice_after(*text, 1);
	int32_t year = 0;
	int64_t placeholder = 0;
	int month = 0;
	int day = 0;
	if ((stamp->flags & STAMP_YEAR) != 0 || !slice_eat_digits(&rest, 4, &year) ||
	    year < first || year > last || !(blank_at(rest, 0) || slice_starts_with(rest, ": "))) {
		return;
	}
	int64_t days = stamp->civil_us / US_PER_DAY;
	civil_from_days(days, &placeholder, &month, &day);
	stamp->civil_us += (civil_days(year, month, day) - days) * US_PER_DAY;
	stamp->flags |= STAMP_YEAR;
	*text = rest;
}

/* "Aug  7 05:30:19 fw-gw-01 sshd[4711]: " */
static bool eat_bsd(struct slice *text, struct envelope *part)
{
	struct slice rest = *text;
	/* '*' and '.': an IOS clock that is not set, or not synchronised; ':': an empty host name.
	 */
	if (rest.size > 0 && strchr("*.:", rest.data[0]) != NULL) {
		rest = slice_after(rest, rest.size > 1 && rest.data[1] == ' ' ? 2 : 1);
	}
	bool english = envelope_may_be_month(rest) && stamp_eat_bsd(&rest, &part->stamp);
	if (!english &&
	    !(envelope_may_be_abroad(rest) && stamp_eat_bsd_abroad(&rest, &part->stamp))) {
		return false;
	}
	if (blank_at(rest, 0)) {
		eat_year(&rest, &part->stamp);
	}
	envelope_eat_zone(&rest, &part->stamp);
	(void)slice_eat_char(&rest, ':');
	if (rest.size > 0 && !blank_at(rest, 0)) {
		return false;
	}
	eat_host_and_tag(&rest, part);
	part->kind = ENVELOPE_BSD;
	*text = rest;
	return true;
}

/* Is this what stands behind stamp and host on a syslog line, and hardly elsewhere? */
static bool goes_on_as_syslog(struct slice text, bool needs_pid)
{
	struct envelope ignored = {0};
	bool is_panos = text.size > 5 && text.data[0] == '1' && text.data[1] == ',' &&
			digit_at(text, 2) && digit_at(text, 5);
	return envelope_is_cisco(text) || is_panos || envelope_is_nested(text) ||
	       envelope_eat_tag(&text, needs_pid, &ignored);
}

/* "2020-05-31T00:00:46.599903+00:00 web-1 systemd[1]: ": strict where no PRI says it is syslog. */
static bool eat_iso(struct slice *text, bool has_pri, struct envelope *part)
{
	struct slice rest = *text;
	if (!digit_at(rest, 0) || !stamp_eat_iso(&rest, &part->stamp) || !blank_at(rest, 0) ||
	    blank_at(rest, 1)) {
		return false;
	}
	bool has_t = text->data[10] == 'T';
	bool has_zone = (part->stamp.flags & STAMP_ZONE) != 0;
	if (has_t && has_zone && envelope_eat_container(&rest)) {
		part->kind = ENVELOPE_ISO;
		*text = rest;
		return true;
	}
	struct slice after_stamp = slice_after(rest, 1);
	struct slice host = slice_empty();
	struct slice tail = after_stamp;
	bool is_bare = envelope_is_nested(after_stamp) && has_t;
	if (!is_bare && !envelope_eat_host(&tail, &host)) {
		return false;
	}
	int64_t number;
	bool is_strict = is_bare || (has_t && !slice_to_int(host, &number) &&
				     goes_on_as_syslog(tail, !has_zone));
	if (envelope_is_level(host) || !(has_pri || is_strict)) {
		return false;
	}
	eat_host_and_tag(&rest, part);
	part->kind = ENVELOPE_ISO;
	*text = rest;
	return true;
}

/* One field of an RFC 5424 header and the blank after it; "-" is empty. */
static bool eat_field(struct slice *text, struct slice *ret_field)
{
	struct slice field;
	if (!slice_eat_until(text, ' ', &field) || field.size == 0 || field.size > FIELD_LIMIT) {
		return false;
	}
	*ret_field = slice_is(field, "-") ? slice_empty() : field;
	return true;
}

/* `[id a="b" c="d\]"][…]` or "-", and the blank after it. */
static bool eat_structured_data(struct slice *text, struct slice *ret_data)
{
	struct slice rest = *text;
	if (slice_eat_char(&rest, '-')) {
		*ret_data = slice_empty();
	} else {
		bool quoted = false;
		size_t open = 0;
		size_t end = 0;
		while (end < rest.size && (open > 0 || rest.data[end] == '[')) {
			char byte = rest.data[end++];
			if (byte == '\\' && quoted && end < rest.size) {
				end++;
			} else if (byte == '"') {
				quoted = !quoted;
			} else if (!quoted && byte == '[') {
				open = 1;
			} else if (!quoted && byte == ']') {
				open = 0;
			}
		}
		if (end == 0 || open > 0) {
			return false;
		}
		*ret_data = slice_first(rest, end);
		rest = slice_after(rest, end);
	}
	if (rest.size > 0 && !slice_eat_char(&rest, ' ')) {
		return false;
	}
	*text = rest;
	return true;
}

/*
 * "1 2020-03-27T09:57:41+01:00 PA-VM app 4711 ID47 [data] ". With a PRI a header that stops after
 * the stamp is one, too: SECUI writes "<14>1 2013-05-28T00:56:35Z [ha_status] …".
 */
static bool eat_5424(struct slice *text, bool has_pri, struct envelope *part)
{
	struct slice rest = *text;
	uint64_t version = 0;
	if (!slice_eat_uint(&rest, &version) || version == 0 || version > VERSION_MAX ||
	    !slice_eat_char(&rest, ' ') ||
	    !(slice_eat(&rest, "- ") ||
	      (stamp_eat_iso(&rest, &part->stamp) && slice_eat_char(&rest, ' ')))) {
		return false;
	}
	struct slice fields = rest;
	bool is_whole = eat_field(&fields, &part->host) && eat_field(&fields, &part->tag) &&
			eat_field(&fields, &part->pid) && eat_field(&fields, &part->message_id) &&
			eat_structured_data(&fields, &part->data);
	if (is_whole) {
		(void)slice_eat(&fields, "\xEF\xBB\xBF");
		rest = fields;
	} else if (!has_pri || part->stamp.flags == 0) {
		return false;
	} else {
		struct stamp stamp = part->stamp;
		int32_t pri = part->pri;
		*part = empty;
		part->stamp = stamp;
		part->pri = pri;
	}
	part->kind = ENVELOPE_RFC5424;
	*text = rest;
	return true;
}

/* One header from the front; false: there is none, and the part is nothing. */
static bool eat_header(struct slice *text, struct envelope *ret_part)
{
	struct slice rest = *text;
	*ret_part = empty;
	bool has_pri = eat_pri(&rest, &ret_part->pri);
	int32_t pri = ret_part->pri;
	if (has_pri) {
		slice_eat_blanks(&rest); /* "<166> 2023-05-08T…": some relays part them */
	}
	bool found = false;
	if (!digit_at(rest, 0)) {
		found = eat_bsd(&rest, ret_part);
	} else if (blank_at(rest, 1) || (has_pri && (blank_at(rest, 2) || blank_at(rest, 3)))) {
		found = eat_5424(&rest, has_pri, ret_part);
	} else {
		found = eat_iso(&rest, has_pri, ret_part);
	}
	if (!found && !has_pri) {
		return false;
	}
	if (!found) {
		*ret_part = empty;
		ret_part->pri = pri;
		ret_part->kind = ENVELOPE_PRI;
		(void)envelope_eat_tag(&rest, true, ret_part);
	}
	*text = rest;
	return true;
}

/* Puts an inner header over what the outer ones said. */
static void go_inside(struct envelope *envelope, const struct envelope *part)
{
	if (part->stamp.flags != 0) {
		if (envelope->relay.flags == 0) {
			envelope->relay = envelope->stamp;
		}
		envelope->stamp = part->stamp;
	}
	if (part->host.size > 0) {
		if (envelope->relay_host.size == 0) {
			envelope->relay_host = envelope->host;
		}
		envelope->host = part->host;
	}
	envelope->kind = part->kind == ENVELOPE_PRI ? envelope->kind : part->kind;
	envelope->pri = part->pri >= 0 ? part->pri : envelope->pri;
	envelope->tag = part->tag;
	envelope->pid = part->pid;
	envelope->message_id = part->message_id.size > 0 ? part->message_id : envelope->message_id;
	envelope->data = part->data.size > 0 ? part->data : envelope->data;
}

/* Is it worth while to look closer? Most lines that begin with a figure begin with an address. */
static bool may_begin_header(struct slice text)
{
	if (!digit_at(text, 0)) {
		return text.size > 0 && text.data[0] != '{' && text.data[0] != '[';
	}
	return blank_at(text, 1) || (text.size > 7 && text.data[4] == '-' && text.data[7] == '-');
}

/* All headers, one inside the other; false: there is none. */
__attribute__((noinline)) static bool eat_headers(struct slice *text, struct envelope *ret_envelope)
{
	struct envelope part;
	if (!eat_header(text, ret_envelope)) {
		return false;
	}
	for (int depth = 1; depth < ENVELOPE_DEPTH && ret_envelope->tag.size == 0; depth++) {
		if (!envelope_is_nested(*text) || !eat_header(text, &part)) {
			break;
		}
		go_inside(ret_envelope, &part);
	}
	return true;
}

void syslog_peel(struct slice line, struct envelope *ret_envelope, struct slice *ret_body)
{
	struct slice rest = line;
	struct slice container = slice_empty();
	if (envelope_eat_compose(&rest, &container)) {
		line = rest;
	}
	if (digit_at(rest, 0)) {
		eat_octet_count(&rest);
	}
	if (may_begin_header(rest) && eat_headers(&rest, ret_envelope)) {
		*ret_body = rest;
		return;
	}
	*ret_envelope = empty;
	ret_envelope->tag = container;
	*ret_body = line;
}

enum severity syslog_severity(int32_t pri)
{
	enum { highest = 191 }; /* facility 23, severity 7 */
	return pri < 0 || pri > highest ? SEVERITY_NONE : (enum severity)(pri & 7);
}
