// SPDX-License-Identifier: MIT
/* Lines that a container runtime has cut into parts, put together again. */
#include "parts.h"

#include "json_text.h"

#include <stdlib.h>

enum {
	STREAMS = 2,         /* stdout, stderr */
	STAMP_MAX = 36,      /* "2024-08-07T05:30:19.250000000+09:00" */
	DOCKER_PART = 16384, /* bytes of a part: Docker cuts there, and nowhere else */
};

struct parts {
	size_t limit;
	struct pending {
		char *bytes;
		size_t size, capacity;
		bool is_given; /* as JOINED by the last call */
		bool is_cut;
	} pending[STREAMS];
	char *opened; /* what Docker wrote, in CRI's notation */
	size_t opened_capacity;
};

/* A line of a container, taken apart; the slices follow one another in the line. */
struct wrapped {
	size_t stream;
	bool is_piece;
	struct slice head;    /* up to the content */
	struct slice content; /* as it stands there, escapes and all */
	struct slice tail;
};

struct parts *parts_new(size_t limit)
{
	struct parts *parts = calloc(1, sizeof *parts);
	if (parts != NULL) {
		parts->limit = limit;
	}
	return parts;
}

/* "2024-08-07T05:30:19.25Z stdout P …" */
static bool open_cri(struct slice text, struct wrapped *ret_wrapped)
{
	static const char *const marks[] = {" stdout F ", " stderr F ", " stdout P ", " stderr P "};
	enum { t_at = 10, mark_size = 10 };
	if (text.size <= t_at || text.data[t_at] != 'T') {
		return false;
	}
	size_t at = slice_find_char(slice_first(text, STAMP_MAX), ' ');
	struct slice rest = slice_after(text, at);
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		if (slice_starts_with(rest, marks[i])) {
			*ret_wrapped = (struct wrapped){
				.stream = i % STREAMS,
				.is_piece = i >= STREAMS,
				.head = slice_first(text, at + mark_size),
				.content = slice_after(text, at + mark_size),
				.tail = slice_empty(),
			};
			return true;
		}
	}
	return false;
}

/* The place of the quote that ends the string, or the size of the text. */
static size_t find_quote(struct slice text)
{
	size_t at = 0;
	while (at < text.size) {
		at += slice_find_char(slice_after(text, at), '"');
		size_t slashes = 0;
		while (slashes < at && text.data[at - 1 - slashes] == '\\') {
			slashes++;
		}
		if (at == text.size || slashes % 2 == 0) {
			return at;
		}
		at++;
	}
	return text.size;
}

/* Does it end with an escaped newline, and not with an escaped backslash and an n? */
static bool ends_with_newline(struct slice content)
{
	size_t slashes = 0;
	if (content.size == 0 || content.data[content.size - 1] != 'n') {
		return false;
	}
	while (slashes + 1 < content.size && content.data[content.size - 2 - slashes] == '\\') {
		slashes++;
	}
	return slashes % 2 == 1;
}

/* {"log":"…","stream":"stdout","time":"…"} */
static bool open_docker(struct slice text, struct wrapped *ret_wrapped)
{
	static const char begin[] = "{\"log\":\"";
	struct slice content = text;
	if (!slice_eat(&content, begin)) {
		return false;
	}
	size_t size = find_quote(content);
	struct slice tail = slice_after(content, size);
	bool is_out = slice_starts_with(tail, "\",\"stream\":\"stdout\"");
	if (!is_out && !slice_starts_with(tail, "\",\"stream\":\"stderr\"")) {
		return false;
	}
	content = slice_first(content, size);
	*ret_wrapped = (struct wrapped){
		.stream = is_out ? 0 : 1,
		.is_piece = size >= DOCKER_PART && !ends_with_newline(content),
		.head = slice_first(text, sizeof begin - 1),
		.content = content,
		.tail = tail,
	};
	return true;
}

/* When the part was written: before the content, or in Docker's last field. */
static struct stamp stamp_of(const struct wrapped *wrapped)
{
	static const char name[] = "\"time\":\"";
	struct slice text = wrapped->head;
	struct stamp stamp = {0};
	if (wrapped->tail.size > 0) {
		const char *at =
			memmem(wrapped->tail.data, wrapped->tail.size, name, sizeof name - 1);
		size_t before = at == NULL ? wrapped->tail.size
					   : (size_t)(at - wrapped->tail.data) + sizeof name - 1;
		text = slice_after(wrapped->tail, before);
	}
	return stamp_eat_iso(&text, &stamp) ? stamp : (struct stamp){0};
}

static enum status append(struct parts *parts, struct pending *pending, struct slice bytes,
			  struct error *error)
{
	size_t room = parts->limit > pending->size ? parts->limit - pending->size : 0;
	size_t taken = bytes.size < room ? bytes.size : room;
	if (pending->size + taken > pending->capacity) {
		size_t capacity = (pending->size + taken) * 2;
		char *grown = realloc(pending->bytes, capacity);
		if (grown == NULL) {
			return error_set(error, STATUS_NO_MEMORY, "out of memory");
		}
		pending->bytes = grown;
		pending->capacity = capacity;
	}
	if (taken > 0) {
		memcpy(pending->bytes + pending->size, bytes.data, taken);
	}
	pending->size += taken;
	pending->is_cut = pending->is_cut || taken < bytes.size;
	return STATUS_OK;
}

static enum status append_part(struct parts *parts, struct pending *pending,
			       const struct wrapped *wrapped, struct error *error)
{
	enum status status =
		pending->size == 0 ? append(parts, pending, wrapped->head, error) : STATUS_OK;
	if (status == STATUS_OK) {
		status = append(parts, pending, wrapped->content, error);
	}
	if (status == STATUS_OK && !wrapped->is_piece) {
		status = append(parts, pending, wrapped->tail, error);
	}
	return status;
}

/*
 * Is it a line as applications and servers write them: a stamp, a level, an object, a request? All
 * else stays in Docker's notation, which tells its time.
 */
static bool is_structured(struct slice content)
{
	static const char *const begins[] = {"INFO", "WARN", "ERROR", "DEBUG", "TRACE", "FATAL"};
	if (content.size == 0) {
		return false;
	}
	char first = content.data[0];
	if ((first >= '0' && first <= '9') || first == '[' || first == '{' || first == '<') {
		return true;
	}
	for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++) {
		if (slice_starts_with(content, begins[i])) {
			return true;
		}
	}
	bool is_klog = content.size > 1 && first != '\0' && strchr("IWEF", first) != NULL &&
		       content.data[1] >= '0' && content.data[1] <= '9';
	return is_klog || slice_contains(content, " HTTP/") || slice_contains(content, " level=") ||
	       slice_contains(content, " msg=");
}

/*
 * {"log":"text\n","stream":"stdout","time":"…"} as "… stdout F text", so that the formats see what
 * the application wrote. False: it stays as it is.
 */
static enum status open_whole(struct parts *parts, struct slice text, struct part *part,
			      struct error *error)
{
	static const char *const marks[STREAMS] = {" stdout F ", " stderr F "};
	struct wrapped wrapped;
	if (!open_docker(text, &wrapped) || !is_structured(wrapped.content)) {
		return STATUS_OK;
	}
	struct slice time = wrapped.tail;
	time = slice_after(time, slice_find(time, "\"time\":\""));
	struct slice rest = time;
	struct stamp stamp;
	if (!slice_eat(&rest, "\"time\":\"")) {
		return STATUS_OK;
	}
	time = slice_first(rest, slice_find_char(rest, '"'));
	rest = time;
	if (time.size > STAMP_MAX || !stamp_eat_iso(&rest, &stamp) || rest.size > 0) {
		return STATUS_OK;
	}
	size_t head = time.size + strlen(marks[0]);
	if (head + wrapped.content.size > parts->opened_capacity) {
		size_t capacity = (head + wrapped.content.size) * 2;
		char *grown = realloc(parts->opened, capacity);
		if (grown == NULL) {
			return error_set(error, STATUS_NO_MEMORY, "out of memory");
		}
		parts->opened = grown;
		parts->opened_capacity = capacity;
	}
	const struct json_field field = {.value = wrapped.content, .escaped = true};
	memcpy(parts->opened, time.data, time.size);
	memcpy(parts->opened + time.size, marks[wrapped.stream], head - time.size);
	struct slice content =
		json_text(&field, parts->opened + head, parts->opened_capacity - head);
	if (content.data != parts->opened + head) {
		return STATUS_OK; /* its escapes cannot be resolved */
	}
	content = slice_trim(content);
	part->text = slice_make(parts->opened, head + content.size);
	part->answer = PARTS_JOINED;
	return STATUS_OK;
}

static enum status take(struct parts *parts, struct slice text, struct part *ret_part,
			struct error *error)
{
	struct wrapped wrapped;
	*ret_part = (struct part){.answer = PARTS_WHOLE, .text = text};
	if (!parts_may_be(text) || !(open_cri(text, &wrapped) || open_docker(text, &wrapped))) {
		return STATUS_OK;
	}
	struct pending *pending = &parts->pending[wrapped.stream];
	if (pending->is_given) {
		pending->size = 0;
		pending->is_given = false;
		pending->is_cut = false;
	}
	if (pending->size == 0 && !wrapped.is_piece) {
		return STATUS_OK;
	}
	enum status status = append_part(parts, pending, &wrapped, error);
	if (wrapped.is_piece) {
		ret_part->answer = PARTS_PIECE;
		ret_part->content = wrapped.content;
		ret_part->stamp = stamp_of(&wrapped);
	} else {
		ret_part->answer = PARTS_JOINED;
		ret_part->text = slice_make(pending->bytes, pending->size);
		ret_part->is_cut = pending->is_cut;
		pending->is_given = true;
	}
	return status;
}

enum status parts_take(struct parts *parts, struct slice text, struct part *ret_part,
		       struct error *error)
{
	enum status status = take(parts, text, ret_part, error);
	if (status == STATUS_OK && ret_part->answer != PARTS_PIECE) {
		status = open_whole(parts, ret_part->text, ret_part, error);
	}
	return status;
}

void parts_free(struct parts *parts)
{
	if (parts == NULL) {
		return;
	}
	for (size_t i = 0; i < STREAMS; i++) {
		free(parts->pending[i].bytes);
	}
	free(parts->opened);
	free(parts);
}
