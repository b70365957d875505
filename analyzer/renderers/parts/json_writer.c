// SPDX-License-Identifier: MIT
/* JSON, one item per line, so that two reports can be compared line by line. */
#include "json_writer.h"

#include "characters.h"

static void put_string(FILE *out, const char *text)
{
	struct slice rest = slice_from(text);
	(void)fputc('"', out);
	while (rest.size > 0) {
		uint32_t character = characters_next(&rest);
		if (character == '"' || character == '\\') {
			(void)fputc('\\', out);
			(void)fputc((int)character, out);
		} else if (character_is_plain(character)) {
			character_put(out, character);
		} else if (character > 0xffff) {
			uint32_t low = character - 0x10000;
			(void)fprintf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + (low >> 10)),
				      (unsigned)(0xdc00 + (low & 0x3ffU)));
		} else {
			(void)fprintf(out, "\\u%04x", (unsigned)character);
		}
	}
	(void)fputc('"', out);
}

static void begin_item(struct json *json, const char *key)
{
	if (json->filled) {
		(void)fputc(',', json->out);
	}
	if (json->depth > 0) {
		(void)fputc('\n', json->out);
	}
	for (int i = 0; i < json->depth; i++) {
		(void)fputs("  ", json->out);
	}
	if (key != NULL) {
		put_string(json->out, key);
		(void)fputs(": ", json->out);
	}
	json->filled = true;
}

void json_begin(struct json *json, const char *key, char bracket)
{
	begin_item(json, key);
	(void)fputc(bracket, json->out);
	json->depth++;
	json->filled = false;
}

void json_finish(struct json *json, char bracket)
{
	json->depth--;
	if (json->filled) {
		(void)fputc('\n', json->out);
		for (int i = 0; i < json->depth; i++) {
			(void)fputs("  ", json->out);
		}
	}
	(void)fputc(bracket, json->out);
	json->filled = true;
	if (json->depth == 0) {
		(void)fputc('\n', json->out);
	}
}

void json_string(struct json *json, const char *key, const char *text)
{
	begin_item(json, key);
	if (text == NULL) {
		(void)fputs("null", json->out);
	} else {
		put_string(json->out, text);
	}
}

void json_integer(struct json *json, const char *key, int64_t value)
{
	begin_item(json, key);
	(void)fprintf(json->out, "%lld", (long long)value);
}

void json_bool(struct json *json, const char *key, bool value)
{
	begin_item(json, key);
	(void)fputs(value ? "true" : "false", json->out);
}

void json_time(struct json *json, const char *key, timestamp at)
{
	char text[TIMESTAMP_TEXT_SIZE];
	if (at != TIMESTAMP_NONE) {
		report_iso(json->report, at, text);
	}
	json_string(json, key, at == TIMESTAMP_NONE ? NULL : text);
}

void json_fraction(struct json *json, const char *key, int64_t numerator, int64_t denominator)
{
	enum { DIGITS = 6 };
	begin_item(json, key);
	(void)fprintf(json->out, "%lld.", (long long)(numerator / denominator));
	int64_t rest = numerator % denominator;
	for (int i = 0; i < DIGITS && (i == 0 || rest > 0); i++) {
		rest *= 10;
		(void)fputc('0' + (int)(rest / denominator), json->out);
		rest %= denominator;
	}
}

void json_evidence(struct json *json, const struct report_citations *citations)
{
	json_begin(json, "evidence", '[');
	for (size_t i = 0; i < citations->count; i++) {
		const struct report_evidence *evidence =
			&json->report->evidence[citations->items[i]];
		char id[24];
		(void)snprintf(id, sizeof id, "E%d", evidence->number);
		json_begin(json, NULL, '{');
		json_string(json, "id", id);
		json_string(json, "source", evidence->source);
		json_string(json, "entry", evidence->chain);
		json_integer(json, "line", evidence->line);
		json_integer(json, "offset", evidence->offset);
		json_time(json, "time", evidence->at);
		json_time(json, "written", evidence->written_at);
		json_integer(json, "width_s", evidence->width.s);
		json_string(json, "sha256", evidence->sha256[0] == '\0' ? NULL : evidence->sha256);
		json_string(json, "text", evidence->text == NULL ? "" : evidence->text);
		json_finish(json, '}');
	}
	json_finish(json, ']');
}
