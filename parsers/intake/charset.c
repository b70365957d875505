// SPDX-License-Identifier: MIT
/* In what charset an entry is written, and its lines as UTF-8. The only user of iconv. */
#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

/* Every byte may become one U+FFFD, which is three. */
enum { GROWTH = 3, REPLACEMENT_SIZE = 3 };
static const char replacement[] = "\xEF\xBF\xBD";
static const char utf8_mark[] = "\xEF\xBB\xBF";

struct charset {
	enum charset_kind kind;
	iconv_t converter; /* CHARSET_CP949 */
	bool is_converter_open;
	char *scratch;
	size_t capacity;
};

static unsigned char byte_at(struct slice text, size_t at)
{
	return at < text.size ? (unsigned char)text.data[at] : 0;
}

size_t charset_utf8_length(struct slice text)
{
	unsigned char first = byte_at(text, 0);
	if (first < 0x80) {
		return text.size == 0 ? 0 : 1;
	}
	size_t size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
	if (size == 0 || size > text.size) {
		return 0;
	}
	for (size_t i = 1; i < size; i++) {
		if ((byte_at(text, i) & 0xC0u) != 0x80u) {
			return 0;
		}
	}
	/* Overlong forms, surrogates, beyond U+10FFFF: told by the second byte. */
	unsigned char second = byte_at(text, 1);
	bool is_wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0) ||
			(first == 0xF0 && second < 0x90) || (first == 0xF4 && second >= 0x90);
	return is_wrong ? 0 : size;
}

/* Sixteen bytes, compared at once. */
typedef signed char bytes16 __attribute__((vector_size(16)));

static inline bytes16 load(const char *data)
{
	bytes16 bytes;
	memcpy(&bytes, data, sizeof bytes);
	return bytes;
}

static inline bool are_all_set(bytes16 bytes)
{
	uint64_t halves[2];
	memcpy(halves, &bytes, sizeof halves);
	return (halves[0] & halves[1]) == UINT64_MAX;
}

/* Of these sixteen, are all ASCII and none NUL? As signed numbers such bytes are above 0. */
static inline bool are_plain(const char *data)
{
	return are_all_set(load(data) > 0);
}

enum { STEP = sizeof(bytes16), STEPS = 8, STRIDE = STEPS * STEP };

/* The same of eight times as many. */
static inline bool are_many_plain(const char *data)
{
	bytes16 plain = load(data) > 0;
	for (size_t i = 1; i < STEPS; i++) {
		plain &= load(data + i * STEP) > 0;
	}
	return are_all_set(plain);
}

/* How many bytes `text` begins with that surely are ASCII and not NUL, in steps of sixteen. */
static size_t plain_size(struct slice text)
{
	size_t at = 0;
	while (at + STRIDE <= text.size && are_many_plain(text.data + at)) {
		at += STRIDE;
	}
	while (at + STEP <= text.size && are_plain(text.data + at)) {
		at += STEP;
	}
	bool is_rest_plain =
		at > 0 && at + STEP > text.size && are_plain(text.data + text.size - STEP);
	return is_rest_plain ? text.size : at;
}

bool charset_is_plain(struct slice text)
{
	size_t at = plain_size(text);
	while (at < text.size && text.data[at] != '\0' && (unsigned char)text.data[at] < 0x80) {
		at++;
	}
	return at == text.size;
}

bool charset_is_clean(struct slice text)
{
	for (;;) {
		text = slice_after(text, plain_size(text));
		if (text.size == 0) {
			return true;
		}
		size_t size = text.data[0] == '\0' ? 0 : charset_utf8_length(text);
		if (size == 0) {
			return false;
		}
		text = slice_after(text, size);
	}
}

/* What a line that is not UTF-8 looks like as CP949. */
struct evidence {
	int32_t pairs;  /* two-byte characters */
	int32_t hangul; /* of them: the 2350 syllables of KS X 1001, which nearly all text uses */
	bool is_broken; /* bytes that cannot stand so */
};

static struct evidence weigh_line(struct slice line)
{
	struct evidence evidence = {0};
	for (size_t i = 0; i < line.size; i++) {
		unsigned char lead = byte_at(line, i);
		unsigned char trail = byte_at(line, i + 1);
		if (lead < 0x80) {
			continue;
		}
		bool is_letter = (trail >= 'A' && trail <= 'Z') || (trail >= 'a' && trail <= 'z');
		if (lead == 0x80 || lead == 0xFF ||
		    !(is_letter || (trail >= 0x81 && trail <= 0xFE))) {
			evidence.is_broken = true;
			return evidence;
		}
		evidence.pairs++;
		evidence.hangul += lead >= 0xB0 && lead <= 0xC8 && trail >= 0xA1;
		i++;
	}
	return evidence;
}

/* One bad byte in a file of UTF-8 is a broken line; so is Latin-1, whose accents stand alone. */
static bool looks_like_cp949(struct slice head)
{
	enum { HANGUL_MIN = 2 }; /* the shortest word that is not an accident */
	int32_t good_lines = 0;
	int32_t broken_lines = 0;
	struct evidence sum = {0};
	bool is_cut = head.size >= CHARSET_HEAD_SIZE;
	while (head.size > 0) {
		size_t size = slice_find_char(head, '\n');
		if (size == head.size && is_cut && good_lines + broken_lines > 0) {
			break; /* the head ends inside this line */
		}
		struct slice line = slice_first(head, size);
		head = slice_after(head, size + 1);
		if (charset_is_clean(line)) {
			continue;
		}
		struct evidence evidence = weigh_line(line);
		if (evidence.is_broken || evidence.hangul * 2 < evidence.pairs ||
		    evidence.pairs == 0) {
			broken_lines++;
		} else {
			good_lines++;
			sum.hangul += evidence.hangul;
		}
	}
	return good_lines > broken_lines && sum.hangul >= HANGUL_MIN;
}

enum charset_kind charset_detect(struct slice head)
{
	if (slice_starts_with(head, "\xFF\xFE")) {
		return CHARSET_UTF16LE;
	}
	if (slice_starts_with(head, "\xFE\xFF")) {
		return CHARSET_UTF16BE;
	}
	head = slice_first(head, CHARSET_HEAD_SIZE);
	return looks_like_cp949(head) ? CHARSET_CP949 : CHARSET_UTF8;
}

const char *charset_name(enum charset_kind kind)
{
	static const char *const names[] = {
		[CHARSET_UTF8] = "UTF-8",
		[CHARSET_CP949] = "CP949",
		[CHARSET_UTF16LE] = "UTF-16LE",
		[CHARSET_UTF16BE] = "UTF-16BE",
	};
	return names[kind];
}

size_t charset_unit(enum charset_kind kind)
{
	return kind == CHARSET_UTF16LE || kind == CHARSET_UTF16BE ? 2 : 1;
}

enum status charset_open(enum charset_kind kind, struct charset **ret_charset, struct error *error)
{
	struct charset *charset = calloc(1, sizeof *charset);
	if (charset == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	charset->kind = kind;
	if (kind == CHARSET_CP949) {
		charset->converter = iconv_open("UTF-8", "CP949");
		charset->is_converter_open = charset->converter != (iconv_t)-1;
		if (!charset->is_converter_open) {
			free(charset);
			return error_set(error, STATUS_IO,
					 "this system cannot convert CP949: install the charset "
					 "modules of its C library");
		}
	}
	*ret_charset = charset;
	return STATUS_OK;
}

/* Room for the line, every byte of it replaced. */
static enum status reserve(struct charset *charset, size_t size, struct error *error)
{
	size_t needed = size * GROWTH + GROWTH;
	if (needed <= charset->capacity) {
		return STATUS_OK;
	}
	char *scratch = realloc(charset->scratch, needed);
	if (scratch == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	charset->scratch = scratch;
	charset->capacity = needed;
	return STATUS_OK;
}

static void add_replacement(struct charset *charset, size_t *used)
{
	memcpy(charset->scratch + *used, replacement, REPLACEMENT_SIZE);
	*used += REPLACEMENT_SIZE;
}

static struct slice mend_utf8(struct charset *charset, struct slice raw, bool *is_mended)
{
	size_t used = 0;
	while (raw.size > 0) {
		size_t size = raw.data[0] == '\0' ? 0 : charset_utf8_length(raw);
		if (size == 0) {
			*is_mended = true;
			add_replacement(charset, &used);
			size = 1;
		} else {
			memcpy(charset->scratch + used, raw.data, size);
			used += size;
		}
		raw = slice_after(raw, size);
	}
	return slice_make(charset->scratch, used);
}

static struct slice convert_cp949(struct charset *charset, struct slice raw, bool *is_mended)
{
	char *in = (char *)raw.data; /* iconv does not write there, whatever its type says */
	size_t in_left = raw.size;
	char *out = charset->scratch;
	size_t out_left = charset->capacity;
	(void)iconv(charset->converter, NULL, NULL, NULL, NULL);
	while (in_left > 0) {
		/* A NUL is a character to iconv: stop before it. */
		const char *nul = memchr(in, '\0', in_left);
		size_t part = nul == NULL ? in_left : (size_t)(nul - in);
		size_t before = part;
		if (part > 0) {
			(void)iconv(charset->converter, &in, &part, &out, &out_left);
		}
		in_left -= before - part;
		if (in_left > 0 && out_left >= REPLACEMENT_SIZE) {
			*is_mended = true;
			memcpy(out, replacement, REPLACEMENT_SIZE);
			out += REPLACEMENT_SIZE;
			out_left -= REPLACEMENT_SIZE;
			in++;
			in_left--;
		}
	}
	return slice_make(charset->scratch, (size_t)(out - charset->scratch));
}

static uint32_t unit_at(const struct charset *charset, struct slice raw, size_t at)
{
	uint32_t first = byte_at(raw, at);
	uint32_t second = byte_at(raw, at + 1);
	return charset->kind == CHARSET_UTF16LE ? first | second << 8 : first << 8 | second;
}

static void add_character(struct charset *charset, uint32_t code, size_t *used)
{
	unsigned char *out = (unsigned char *)charset->scratch + *used;
	if (code < 0x80) {
		out[0] = (unsigned char)code;
		*used += 1;
	} else if (code < 0x800) {
		out[0] = (unsigned char)(0xC0u | code >> 6);
		out[1] = (unsigned char)(0x80u | (code & 0x3Fu));
		*used += 2;
	} else if (code < 0x10000) {
		out[0] = (unsigned char)(0xE0u | code >> 12);
		out[1] = (unsigned char)(0x80u | (code >> 6 & 0x3Fu));
		out[2] = (unsigned char)(0x80u | (code & 0x3Fu));
		*used += 3;
	} else {
		out[0] = (unsigned char)(0xF0u | code >> 18);
		out[1] = (unsigned char)(0x80u | (code >> 12 & 0x3Fu));
		out[2] = (unsigned char)(0x80u | (code >> 6 & 0x3Fu));
		out[3] = (unsigned char)(0x80u | (code & 0x3Fu));
		*used += 4;
	}
}

static struct slice convert_utf16(struct charset *charset, struct slice raw, bool *is_mended)
{
	size_t used = 0;
	size_t at = 0;
	while (raw.size >= 2 && unit_at(charset, raw, at) == 0 && at + 1 < raw.size) {
		*is_mended = true; /* NULs in front */
		at += 2;
	}
	for (; at < raw.size; at += 2) {
		uint32_t code = unit_at(charset, raw, at);
		bool has_next = at + 3 < raw.size;
		uint32_t low = has_next ? unit_at(charset, raw, at + 2) : 0;
		if (code >= 0xD800 && code < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
			code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
			at += 2;
		} else if (code == 0 || (code >= 0xD800 && code < 0xE000) || at + 1 == raw.size) {
			*is_mended = true;
			add_replacement(charset, &used);
			continue;
		}
		add_character(charset, code, &used);
	}
	return slice_make(charset->scratch, used);
}

enum status charset_decode(struct charset *charset, struct slice raw, struct slice *ret_text,
			   bool *ret_is_mended, struct error *error)
{
	struct slice text = raw;
	bool is_mended = false;
	bool is_wide = charset_unit(charset->kind) == 2;
	while (!is_wide && slice_eat_char(&text, '\0')) {
		is_mended = true;
	}
	if (is_wide || !charset_is_clean(text)) {
		enum status status = reserve(charset, text.size, error);
		if (status != STATUS_OK) {
			return status;
		}
		text = is_wide                          ? convert_utf16(charset, text, &is_mended)
		       : charset->kind == CHARSET_CP949 ? convert_cp949(charset, text, &is_mended)
							: mend_utf8(charset, text, &is_mended);
	}
	if (slice_starts_with(text, utf8_mark)) {
		text = slice_after(text, sizeof utf8_mark - 1);
	}
	*ret_text = text;
	*ret_is_mended = is_mended;
	return STATUS_OK;
}

void charset_close(struct charset *charset)
{
	if (charset == NULL) {
		return;
	}
	if (charset->is_converter_open) {
		(void)iconv_close(charset->converter);
	}
	free(charset->scratch);
	free(charset);
}
