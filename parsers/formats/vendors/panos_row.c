// SPDX-License-Identifier: MIT
/* A row of PAN-OS: where it begins, its fields, its finely resolved stamp. */
#include "panos_row.h"

#include "eight.h"
#include "panos_messages.h"

enum {
	HEADER_LIMIT = 256, /* bytes before the row: two syslog headers */
	TYPE_FIELD = 3,
	DEVICE_BEHIND_SEQUENCE = 7,
	GROUP_LEVELS = 4,
	FINE_FIELD_MIN = 7, /* behind the fields that all types share */
	ISO_SIZE_MIN = 20,  /* "2021-10-26T15:05:03Z" */
};

/* Eats one quoted field, its doubled quotes left as written, and what stands up to the comma. */
static struct slice eat_quoted(const char **at, const char *end)
{
	const char *begin = *at + 1;
	const char *scan = begin;
	while (scan < end) {
		const char *quote = memchr(scan, '"', (size_t)(end - scan));
		if (quote == NULL) {
			scan = end;
			break;
		}
		if (quote + 1 < end && quote[1] == '"') {
			scan = quote + 2;
			continue;
		}
		scan = quote;
		break;
	}
	if (scan > end) {
		scan = end;
	}
	struct slice value = slice_make(begin, (size_t)(scan - begin));
	const char *comma = scan < end ? memchr(scan, ',', (size_t)(end - scan)) : NULL;
	*at = comma == NULL ? end : comma;
	return value;
}

/* Where the search for commas stands: eight bytes are looked at, some of their commas not yet
 * given.
 */
struct commas {
	const char *next; /* behind those eight */
	const char *end;  /* of the text */
	uint64_t marks;   /* see eight_equal */
};

/* The next comma, or the end of the text. */
static const char *next_comma(struct commas *commas)
{
	while (commas->marks == 0) {
		if (commas->end - commas->next < EIGHT_SIZE) {
			const char *at = commas->next;
			while (at < commas->end && *at != ',') {
				at++;
			}
			commas->next = at < commas->end ? at + 1 : at;
			return at;
		}
		commas->marks = eight_equal(eight_load(commas->next), ',');
		commas->next += EIGHT_SIZE;
	}
	const char *at = commas->next - EIGHT_SIZE + eight_first(commas->marks);
	commas->marks &= commas->marks - 1;
	return at;
}

void panos_row_split(struct slice text, struct panos_row *ret_row)
{
	const char *at = text.data;
	const char *end = at + text.size;
	struct commas commas = {.next = at, .end = end};
	size_t count = 0;
	while (count < PANOS_FIELDS_MAX) {
		if (at < end && *at == '"') {
			ret_row->fields[count++] = eat_quoted(&at, end);
			commas = (struct commas){.next = at < end ? at + 1 : at, .end = end};
		} else {
			const char *stop = next_comma(&commas);
			ret_row->fields[count++] = slice_make(at, (size_t)(stop - at));
			at = stop;
		}
		if (at >= end) {
			break;
		}
		at++;
	}
	ret_row->count = count;
}

/*
 * "2024/08/07 04:27:14," or, out of a spreadsheet, "9/16/19 10:00,": digits and slashes, a blank.
 * Or, out of the vendor's own collector, "2021-11-09T21:45:36.000000Z,".
 */
static bool starts_with_date(struct slice text)
{
	size_t slashes = 0;
	size_t dashes = 0;
	size_t i = 0;
	for (; i < text.size && i < sizeof("2024/08/07") - 1; i++) {
		char byte = text.data[i];
		if (!(byte >= '0' && byte <= '9') && byte != '/' && byte != '-') {
			break;
		}
		slashes += byte == '/';
		dashes += byte == '-';
	}
	if (i == text.size) {
		return false;
	}
	return (slashes == 2 && text.data[i] == ' ') || (dashes == 2 && text.data[i] == 'T');
}

/* The row begins with the digits before the first comma that a date follows. */
bool panos_row_find(struct slice line, struct slice *ret_row)
{
	struct slice reach = slice_first(line, HEADER_LIMIT);
	for (size_t at = slice_find_char(reach, ','); at < reach.size;
	     at += 1 + slice_find_char(slice_after(reach, at + 1), ',')) {
		if (!starts_with_date(slice_after(line, at + 1))) {
			continue;
		}
		size_t begin = at;
		while (begin > 0 && line.data[begin - 1] >= '0' && line.data[begin - 1] <= '9') {
			begin--;
		}
		struct slice row = slice_after(line, begin);
		struct slice rest = row;
		struct slice word = slice_empty();
		for (int i = 0; i <= TYPE_FIELD; i++) {
			if (!slice_eat_until(&rest, ',', &word)) {
				return false;
			}
			if (i >= TYPE_FIELD - 1 && panos_type_is_known(word)) {
				*ret_row = row;
				return begin < at;
			}
		}
		return false;
	}
	return false;
}

/* The finely resolved stamp stands among the last fields; where exactly depends on the version. */
bool panos_row_fine_stamp(const struct panos_row *row, struct stamp *ret_stamp)
{
	for (size_t i = row->count; i > FINE_FIELD_MIN; i--) {
		struct slice text = row->fields[i - 1];
		if (text.size >= ISO_SIZE_MIN && text.data[4] == '-' && text.data[10] == 'T' &&
		    stamp_eat_iso(&text, ret_stamp) && text.size == 0 &&
		    (ret_stamp->flags & STAMP_ZONE)) {
			return true;
		}
	}
	return false;
}

struct slice panos_row_field(const struct panos_row *row, size_t index)
{
	return index < row->count ? row->fields[index] : slice_empty();
}

static bool is_number(struct slice text)
{
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] < '0' || text.data[i] > '9') {
			return false;
		}
	}
	return text.size > 0;
}

size_t panos_row_device_behind_groups(const struct panos_row *row, size_t from)
{
	size_t numbers = 0;
	for (size_t i = from; i + 1 < row->count; i++) {
		struct slice device = row->fields[i + 1];
		if (is_number(row->fields[i])) {
			numbers++;
		} else if (numbers >= GROUP_LEVELS && device.size > 0 && !is_number(device)) {
			return i + 1;
		} else {
			numbers = 0;
		}
	}
	return row->count;
}

size_t panos_row_device_behind_sequence(const struct panos_row *row, size_t from)
{
	for (size_t i = from; i + 1 < row->count; i++) {
		if (slice_starts_with(row->fields[i + 1], "0x") && is_number(row->fields[i])) {
			return i + DEVICE_BEHIND_SEQUENCE;
		}
	}
	return panos_row_device_behind_groups(row, from);
}
