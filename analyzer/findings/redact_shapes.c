// SPDX-License-Identifier: MIT
/* Personal data that is known by its shape. */
#include "redact_shapes.h"

enum {
	EMAIL_MAX = 254, /* RFC 5321: 256 with the brackets */
	CARD_MIN = 13,
	CARD_MAX = 19,
	PHONE_MIN = 8, /* E.164: with the country code, at most 15 */
	PHONE_MAX = 15,
	GROUPS_MAX = 5, /* of digits in a card number */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool shape_is_word(char c)
{
	return is_digit(c) || is_letter(c) || c == '_';
}

static char char_at(struct slice text, size_t at)
{
	if (at >= text.size) {
		return '\0';
	}
	return text.data[at];
}

static size_t count_digits(struct slice text, size_t at)
{
	size_t count = 0;
	while (is_digit(char_at(text, at + count))) {
		count++;
	}
	return count;
}

/* ---------------------------------------------------------------------------------------- e-mail
 */

static bool is_local(char c)
{
	return shape_is_word(c) || (c != '\0' && strchr(".%+-", c) != NULL);
}

size_t shape_email(struct slice text, size_t at)
{
	if (!shape_is_word(char_at(text, at)) || (at > 0 && is_local(text.data[at - 1]))) {
		return 0;
	}
	size_t end = at;
	while (end - at < EMAIL_MAX && is_local(char_at(text, end))) {
		end++;
	}
	if (char_at(text, end) != '@') {
		return 0;
	}
	end++;
	size_t label = 0; /* letters and digits since the last dot */
	size_t last_dot = 0;
	size_t good = 0; /* the end of the longest address so far */
	for (; end - at < EMAIL_MAX; end++) {
		char c = char_at(text, end);
		if (c == '.' && label > 0) {
			last_dot = end;
			label = 0;
		} else if (is_letter(c) || is_digit(c) || (c == '-' && label > 0)) {
			label++;
		} else {
			break;
		}
		if (last_dot > 0 && label >= 2 && is_letter(text.data[last_dot + 1])) {
			good = end + 1;
		}
	}
	if (good == 0) {
		return 0;
	}
	/* "a@example.com_old": what is glued to it goes with it. */
	while (shape_is_word(char_at(text, good))) {
		good++;
	}
	return good - at;
}

/* ----------------------------------------------------------------------------------------- cards
 */

static bool passes_luhn(const char *digits, size_t count)
{
	int sum = 0;
	for (size_t i = 0; i < count; i++) {
		int digit = digits[count - 1 - i] - '0';
		if (i % 2 == 1) {
			digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
		}
		sum += digit;
	}
	return sum % 10 == 0;
}

/* Lengths that issuers of these first digits use; session and serial numbers rarely fit. */
static bool begins_like_card(const char *digits, size_t count)
{
	int two = (digits[0] - '0') * 10 + (digits[1] - '0');
	switch (digits[0]) {
	case '3':
		return (count == 15 && (two == 34 || two == 37)) ||
		       (count == 14 && (two == 30 || two == 36 || two == 38)) ||
		       (count == 16 && two == 35);
	case '4':
		return count == 13 || count == 16 || count == 19;
	case '5':
		return count == 16 && two >= 51 && two <= 59;
	case '6':
		return count >= 16;
	default:
		return false;
	}
}

static bool has_card_groups(const size_t *groups, size_t count)
{
	static const size_t shapes[][GROUPS_MAX] = {
		{4, 4, 4, 4, 0}, {4, 6, 5, 0, 0}, {4, 6, 4, 0, 0}, {4, 4, 4, 4, 3}};
	if (count == 1) {
		return true;
	}
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		bool fits = true;
		for (size_t k = 0; k < GROUPS_MAX; k++) {
			fits = fits && shapes[i][k] == (k < count ? groups[k] : 0);
		}
		if (fits) {
			return true;
		}
	}
	return false;
}

/* The longest run of groups that is a card number; "4111 1111 1111 1111 200" has a status behind.
 */
static size_t card_size(struct slice text, size_t at)
{
	char digits[CARD_MAX];
	size_t groups[GROUPS_MAX];
	size_t total = 0;
	size_t found = 0;
	size_t end = at;
	char separator = '\0';
	for (size_t count = 1; count <= GROUPS_MAX; count++) {
		size_t size = count_digits(text, end);
		if (size == 0 || total + size > CARD_MAX) {
			break;
		}
		memcpy(digits + total, text.data + end, size);
		groups[count - 1] = size;
		total += size;
		end += size;
		if (!shape_is_word(char_at(text, end)) && total >= CARD_MIN &&
		    has_card_groups(groups, count) && begins_like_card(digits, total) &&
		    passes_luhn(digits, total)) {
			found = end - at;
		}
		char next = char_at(text, end);
		if ((next != ' ' && next != '-') || (count > 1 && next != separator)) {
			break;
		}
		separator = next;
		end++;
	}
	return found;
}

/* ---------------------------------------------------------------------------------------- phones
 */

/* "010-1234-5678", "02 123 4567", "01012345678"; begins with the 0 of the area. */
static size_t national_size(struct slice text, size_t at)
{
	size_t area = count_digits(text, at);
	bool is_mobile = char_at(text, at + 1) == '1';
	if (area == 11 && is_mobile && char_at(text, at + 2) == '0') {
		return area;
	}
	char separator = char_at(text, at + area);
	bool is_separated =
		separator == '-' || (is_mobile && (separator == ' ' || separator == '.'));
	if (area < 2 || area > 3 || char_at(text, at + 1) == '0' || !is_separated) {
		return 0;
	}
	size_t middle_at = at + area + 1;
	size_t middle = count_digits(text, middle_at);
	if (middle < 3 || middle > 4 || char_at(text, middle_at + middle) != separator) {
		return 0;
	}
	size_t last_at = middle_at + middle + 1;
	return count_digits(text, last_at) == 4 ? last_at + 4 - at : 0;
}

/* "+82 10-1234-5678", "+1 (212) 555-0100", "+491711234567" */
static size_t international_size(struct slice text, size_t at)
{
	if (!is_digit(char_at(text, at + 1)) || char_at(text, at + 1) == '0') {
		return 0;
	}
	size_t digits = 0;
	size_t good = 0;
	bool is_separated = false;
	for (size_t i = at + 1; i < text.size && digits <= PHONE_MAX; i++) {
		char c = text.data[i];
		if (is_digit(c)) {
			if (!is_digit(text.data[i - 1]) && card_size(text, i) > 0) {
				break; /* a card number behind it is no part of it */
			}
			digits++;
			bool is_group = !is_digit(char_at(text, i + 1));
			good = is_group && digits >= PHONE_MIN && digits <= PHONE_MAX ? i + 1
										      : good;
			is_separated = false;
		} else if (strchr(" -.()", c) == NULL || c == '\0' ||
			   (is_separated && c != '(' && text.data[i - 1] != ')')) {
			break;
		} else {
			is_separated = true;
		}
	}
	return good > at ? good - at : 0;
}

/* "(212) 555-0100" */
static size_t bracketed_size(struct slice text, size_t at)
{
	if (count_digits(text, at + 1) != 3 || char_at(text, at + 4) != ')') {
		return 0;
	}
	size_t next = at + 5 + (char_at(text, at + 5) == ' ' ? 1 : 0);
	bool fits = count_digits(text, next) == 3 && char_at(text, next + 3) == '-' &&
		    count_digits(text, next + 4) == 4;
	return fits ? next + 8 - at : 0;
}

/* ------------------------------------------------------------------------------------------- ids
 */

static int two_digits(struct slice text, size_t at)
{
	return (text.data[at] - '0') * 10 + (text.data[at + 1] - '0');
}

/* The check digit of resident registration numbers (until 2020). */
static bool passes_resident_check(const char *digits)
{
	static const int weights[] = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
	int sum = 0;
	for (int i = 0; i < 12; i++) {
		sum += weights[i] * (digits[i] - '0');
	}
	return (11 - sum % 11) % 10 == digits[12] - '0';
}

/* "900101-1234567"; without the dash only if its check digit is right and it is no time in ms. */
static size_t resident_size(struct slice text, size_t at)
{
	size_t first = count_digits(text, at);
	if (first != 6 && first != 13) {
		return 0;
	}
	int month = two_digits(text, at + 2);
	int day = two_digits(text, at + 4);
	if (month < 1 || month > 12 || day < 1 || day > 31) {
		return 0;
	}
	if (first == 13) {
		bool is_epoch = text.data[at] == '1' && text.data[at + 1] >= '5';
		return !is_epoch && passes_resident_check(text.data + at) ? 13 : 0;
	}
	bool fits = char_at(text, at + 6) == '-' && count_digits(text, at + 7) == 7 &&
		    text.data[at + 7] >= '1' && text.data[at + 7] <= '8';
	return fits ? 14 : 0;
}

/* --------------------------------------------------------------------------------------- numbers
 */

/* "eventtime=", "\"sessionid\": ": fields whose numbers are no person's. */
static bool is_value_of_known_field(struct slice text, size_t at)
{
	static const char *const names[] = {
		"eventtime", "logid",     "log_id", "sessionid", "session_id", "session",
		"serial",    "seq",       "seqno",  "policyid",  "duration",   "sentbyte",
		"rcvdbyte",  "sentdelta", "bytes",  "pid",       "epoch",      "time",
		"timestamp", "ts",        "itime",  "crscore",   "devid",      "connection",
	};
	size_t end = at;
	while (end > 0 && strchr("\"' ", text.data[end - 1]) != NULL) {
		end--;
	}
	if (end == 0 || (text.data[end - 1] != '=' && text.data[end - 1] != ':')) {
		return false;
	}
	end--;
	while (end > 0 && strchr("\"' ", text.data[end - 1]) != NULL) {
		end--;
	}
	size_t start = end;
	while (start > 0 && shape_is_word(text.data[start - 1])) {
		start--;
	}
	struct slice name = slice_make(text.data + start, end - start);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (slice_is_ignoring_case(name, names[i])) {
			return true;
		}
	}
	return false;
}

/* Not inside a word, a decimal fraction, or a number that began earlier ("+82…", "12-34…"). */
static bool may_begin(struct slice text, size_t at)
{
	/* Before the text stands nothing: SIZE_MAX is beyond its end. */
	char before = char_at(text, at == 0 ? SIZE_MAX : at - 1);
	char earlier = char_at(text, at < 2 ? SIZE_MAX : at - 2);
	if (shape_is_word(before)) {
		return false;
	}
	return !((before == '.' || before == '-' || before == ':' || before == '+') &&
		 (is_digit(earlier) || before == '+'));
}

size_t shape_number(struct slice text, size_t at, enum shape *ret_shape)
{
	char first = text.data[at];
	if ((!is_digit(first) && first != '+' && first != '(') || !may_begin(text, at) ||
	    is_value_of_known_field(text, at)) {
		return 0;
	}
	size_t card = is_digit(first) ? card_size(text, at) : 0;
	size_t resident = is_digit(first) ? resident_size(text, at) : 0;
	size_t phone = first == '+'   ? international_size(text, at)
		       : first == '(' ? bracketed_size(text, at)
		       : first == '0' ? national_size(text, at)
				      : 0;
	enum shape shape = card > 0 ? SHAPE_CARD : resident > 0 ? SHAPE_ID : SHAPE_PHONE;
	size_t size = card > 0 ? card : resident > 0 ? resident : phone;
	if (size == 0 || shape_is_word(char_at(text, at + size)) ||
	    (char_at(text, at + size) == '-' && is_digit(char_at(text, at + size + 1)))) {
		return 0;
	}
	*ret_shape = shape;
	return size;
}
