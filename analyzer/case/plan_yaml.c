// SPDX-License-Identifier: MIT
/*
 * A YAML document as a plain tree, built from libfyaml's events (the only place that knows it).
 *
 * Not libfyaml's own document tree, because its mappings and sequences do not say where they
 * begin, and because resolving aliases there copies what they stand for.
 */
#include "plan_yaml.h"

#include <libfyaml.h>
#include <stdarg.h>
#include <stdio.h>

enum {
	NODES_MAX = 256 * 1024, /* a file of 1 MiB cannot hold more nodes that mean something */
	ANCHORS_MAX = 1024,     /* each alias looks through them */
	FIRST_ITEMS = 8,
};

struct anchor {
	struct slice name;
	struct yaml_node *node;
};

struct open_node {
	struct yaml_node *node;
	size_t room; /* for items */
};

struct builder {
	struct plan_arena *arena;
	struct yaml_place *place;
	struct open_node stack[YAML_DEPTH_MAX];
	size_t depth;
	size_t nodes;
	struct anchor *anchors;
	size_t anchor_count;
	struct yaml_node *root;
	int documents;
};

static enum status refuse(struct yaml_place *place, int line, int column, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static enum status refuse(struct yaml_place *place, int line, int column, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(place->message, sizeof place->message, format, arguments);
	va_end(arguments);
	place->line = line < 1 ? 1 : line;
	place->column = column < 1 ? 1 : column;
	return STATUS_USAGE;
}

static enum status refuse_node(struct builder *builder, const struct yaml_node *node,
			       const char *what)
{
	return refuse(builder->place, node->line, node->column, "%s", what);
}

/* Puts a node where the parser stands: root, item, key or value. */
static enum status place_node(struct builder *builder, struct yaml_node *node)
{
	if (builder->depth == 0) {
		builder->root = node;
		return STATUS_OK;
	}
	struct open_node *open = &builder->stack[builder->depth - 1];
	struct yaml_node *parent = open->node;
	if (parent->count == open->room) {
		size_t room = open->room == 0 ? FIRST_ITEMS : open->room * 2;
		struct yaml_node **items =
			plan_arena_take(builder->arena, room, sizeof(struct yaml_node *));
		if (items == NULL) {
			return STATUS_NO_MEMORY;
		}
		if (parent->count > 0) {
			memcpy(items, parent->items, parent->count * sizeof(struct yaml_node *));
		}
		parent->items = items;
		open->room = room;
	}
	bool is_key = parent->kind == YAML_MAPPING && parent->count % 2 == 0;
	if (is_key && node->kind != YAML_SCALAR) {
		return refuse_node(builder, node, "a key must be a word, not a list or a mapping");
	}
	if (is_key && node->is_plain && slice_is(node->text, "<<")) {
		return refuse_node(builder, node,
				   "merge keys are not supported: write the keys out");
	}
	if (!is_key && parent->kind == YAML_MAPPING && node->line == 0) {
		/* `key:` and nothing: the parser has no place for what is not there. */
		node->line = parent->items[parent->count - 1]->line;
		node->column = parent->items[parent->count - 1]->column;
	}
	parent->items[parent->count++] = node;
	return STATUS_OK;
}

static enum status keep_anchor(struct builder *builder, struct fy_token *token,
			       struct yaml_node *node)
{
	if (token == NULL) {
		return STATUS_OK;
	}
	if (builder->anchor_count == ANCHORS_MAX) {
		return refuse_node(builder, node, "more than 1024 anchors");
	}
	if (builder->anchors == NULL) {
		builder->anchors =
			plan_arena_take(builder->arena, ANCHORS_MAX, sizeof(struct anchor));
	}
	size_t size = 0;
	const char *text = fy_token_get_text(token, &size);
	char *name = plan_arena_copy(builder->arena, slice_make(text == NULL ? "" : text, size));
	if (builder->anchors == NULL || name == NULL) {
		return STATUS_NO_MEMORY;
	}
	builder->anchors[builder->anchor_count++] =
		(struct anchor){.name = slice_make(name, size), .node = node};
	return STATUS_OK;
}

/* `!!str` and its like are harmless; a tag of another kind asks for what we do not do. */
static bool tag_is_foreign(struct fy_token *token)
{
	size_t size = 0;
	const char *text = token == NULL ? NULL : fy_token_get_text(token, &size);
	return text != NULL && !slice_starts_with(slice_make(text, size), "tag:yaml.org,2002:");
}

static struct yaml_node *make_node(struct builder *builder, enum yaml_kind kind,
				   struct fy_event *event)
{
	struct yaml_node *node = plan_arena_take(builder->arena, 1, sizeof *node);
	if (node == NULL) {
		return NULL;
	}
	const struct fy_mark *mark = fy_event_start_mark(event);
	node->kind = kind;
	node->line = mark == NULL ? 1 : mark->line + 1;
	node->column = mark == NULL ? 1 : mark->column + 1;
	builder->nodes++;
	return node;
}

static enum status add_scalar(struct builder *builder, struct fy_event *event)
{
	struct yaml_node *node = make_node(builder, YAML_SCALAR, event);
	if (node == NULL) {
		return STATUS_NO_MEMORY;
	}
	size_t size = 0;
	struct fy_token *value = event->scalar.value;
	const char *text = value == NULL ? NULL : fy_token_get_text(value, &size);
	if (size > YAML_SCALAR_MAX) {
		return refuse_node(builder, node, "a text of more than 64 KiB");
	}
	char *copy = plan_arena_copy(builder->arena, slice_make(text == NULL ? "" : text, size));
	if (copy == NULL) {
		return STATUS_NO_MEMORY;
	}
	node->text = slice_make(copy, size);
	enum fy_scalar_style style = value == NULL ? FYSS_PLAIN : fy_token_scalar_style(value);
	bool is_quoted = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
	node->is_plain = style == FYSS_PLAIN || (size == 0 && !is_quoted);
	if (is_quoted && node->column > 1) {
		node->column--; /* the mark is behind the quote */
	} else if (size == 0 && node->is_plain) {
		node->line = 0; /* nothing there: its key's place, see place_node */
	}
	if (tag_is_foreign(event->scalar.tag)) {
		return refuse_node(builder, node, "tags are not supported: write the plain value");
	}
	enum status status = keep_anchor(builder, event->scalar.anchor, node);
	return status == STATUS_OK ? place_node(builder, node) : status;
}

static enum status add_alias(struct builder *builder, struct fy_event *event)
{
	const struct fy_mark *mark = fy_event_start_mark(event);
	int line = mark == NULL ? 1 : mark->line + 1;
	int column = mark == NULL ? 1 : mark->column + 1;
	size_t size = 0;
	const char *text = fy_token_get_text(event->alias.anchor, &size);
	struct slice name = slice_make(text == NULL ? "" : text, size);
	struct yaml_node *found = NULL;
	for (size_t i = builder->anchor_count; i > 0 && found == NULL; i--) {
		if (slice_equals(builder->anchors[i - 1].name, name)) {
			found = builder->anchors[i - 1].node;
		}
	}
	if (found == NULL) {
		return refuse(builder->place, line, column,
			      "alias *" SLICE_FORMAT ": no such anchor",
			      SLICE_ARGUMENTS(slice_first(name, 80)));
	}
	for (size_t i = 0; i < builder->depth; i++) {
		if (builder->stack[i].node == found) {
			return refuse(builder->place, line, column,
				      "an alias inside its own anchor");
		}
	}
	builder->nodes++;
	return place_node(builder, found);
}

static enum status begin_node(struct builder *builder, struct fy_event *event, enum yaml_kind kind,
			      struct fy_token *anchor, struct fy_token *tag)
{
	struct yaml_node *node = make_node(builder, kind, event);
	if (node == NULL) {
		return STATUS_NO_MEMORY;
	}
	if (builder->depth == YAML_DEPTH_MAX) {
		return refuse_node(builder, node, "nested deeper than 24 levels");
	}
	if (tag_is_foreign(tag)) {
		return refuse_node(builder, node, "tags are not supported: write the plain value");
	}
	enum status status = keep_anchor(builder, anchor, node);
	status = status == STATUS_OK ? place_node(builder, node) : status;
	if (status == STATUS_OK) {
		builder->stack[builder->depth++] = (struct open_node){.node = node};
	}
	return status;
}

static enum status end_node(struct builder *builder)
{
	struct yaml_node *node = builder->stack[--builder->depth].node;
	if (node != NULL && node->kind == YAML_MAPPING) {
		node->count /= 2;
		return yaml_check_keys(node, builder->place);
	}
	return STATUS_OK;
}

static enum status take_event(struct builder *builder, struct fy_event *event)
{
	if (builder->nodes > NODES_MAX) {
		return refuse(builder->place, 1, 1, "more than %d values", (int)NODES_MAX);
	}
	switch (event->type) {
	case FYET_DOCUMENT_START: {
		const struct fy_mark *mark = fy_event_start_mark(event);
		return ++builder->documents > 1
			       ? refuse(builder->place, mark == NULL ? 1 : mark->line + 1, 1,
					"a second document: a case file is one document")
			       : STATUS_OK;
	}
	case FYET_SCALAR:
		return add_scalar(builder, event);
	case FYET_ALIAS:
		return add_alias(builder, event);
	case FYET_SEQUENCE_START:
		return begin_node(builder, event, YAML_SEQUENCE, event->sequence_start.anchor,
				  event->sequence_start.tag);
	case FYET_MAPPING_START:
		return begin_node(builder, event, YAML_MAPPING, event->mapping_start.anchor,
				  event->mapping_start.tag);
	case FYET_SEQUENCE_END:
	case FYET_MAPPING_END:
		return end_node(builder);
	default:
		return STATUS_OK;
	}
}

/* The column of a tab that indents, counted from 1; 0: there is none. */
static size_t tab_in_indentation(struct slice line)
{
	size_t column = 0;
	while (column < line.size && line.data[column] == ' ') {
		column++;
	}
	return column < line.size && line.data[column] == '\t' ? column + 1 : 0;
}

/* The parser's first complaint, with a kinder word for the tab that editors put there. */
static enum status tell_syntax(struct fy_diag *diag, struct slice text, struct yaml_place *place)
{
	void *state = NULL;
	const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &state);
	if (error == NULL) {
		return refuse(place, 1, 1, "not YAML");
	}
	struct slice rest = text;
	struct slice line = text;
	for (int i = 0; i < error->line; i++) {
		if (!slice_eat_until(&rest, '\n', &line)) {
			line = rest;
			break;
		}
	}
	for (int i = 0; i < 2; i++) { /* the complaint may be about the line before the tab */
		size_t column = tab_in_indentation(line);
		if (column > 0) {
			return refuse(place, error->line + i, (int)column,
				      "a tab in the indentation: YAML wants blanks");
		}
		if (!slice_eat_until(&rest, '\n', &line)) {
			line = rest;
		}
	}
	return refuse(place, error->line, error->column, "not YAML: %s",
		      error->msg == NULL ? "syntax error" : error->msg);
}

static enum status run_parser(struct builder *builder, struct fy_parser *parser,
			      struct fy_diag *diag, struct slice text)
{
	if (fy_parser_set_string(parser, text.data, text.size) != 0) {
		return STATUS_NO_MEMORY;
	}
	enum status status = STATUS_OK;
	struct fy_event *event;
	while (status == STATUS_OK && (event = fy_parser_parse(parser)) != NULL) {
		bool is_end = event->type == FYET_STREAM_END;
		status = take_event(builder, event);
		fy_parser_event_free(parser, event);
		if (is_end) {
			return status;
		}
	}
	return status == STATUS_OK ? tell_syntax(diag, text, builder->place) : status;
}

enum status yaml_read(struct plan_arena *arena, struct slice text, struct yaml_node **ret_root,
		      struct yaml_place *ret_place)
{
	struct fy_diag_cfg diag_cfg = {.level = FYET_ERROR, .module_mask = ~0u};
	struct fy_diag *diag = fy_diag_create(&diag_cfg);
	if (diag == NULL) {
		return STATUS_NO_MEMORY;
	}
	fy_diag_set_collect_errors(diag, true);
	struct fy_parse_cfg cfg = {.flags = FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2, .diag = diag};
	struct fy_parser *parser = fy_parser_create(&cfg);
	if (parser == NULL) {
		fy_diag_destroy(diag);
		return STATUS_NO_MEMORY;
	}
	struct builder builder = {.arena = arena, .place = ret_place};
	enum status status = run_parser(&builder, parser, diag, text);
	fy_parser_destroy(parser);
	fy_diag_destroy(diag);
	if (status == STATUS_OK) {
		*ret_root = builder.root;
	}
	return status;
}

const char *yaml_library(void)
{
	return fy_library_version();
}
