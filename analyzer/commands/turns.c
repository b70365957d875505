// SPDX-License-Identifier: MIT
/* The files of all feeds in their order; see turns.h. */
#include "turns.h"

void turns_begin(struct turns *turns, const struct feeds *feeds, struct progress *progress)
{
	*turns = (struct turns){.feeds = feeds, .progress = progress, .is_worth_it = true};
}

static void forget_settings(struct turn_settings *settings)
{
	zone_free(settings->zone);
	*settings = (struct turn_settings){0};
}

static enum status find_settings(const struct turns *turns, size_t source,
				 struct turn_settings *ret_settings, struct error *error)
{
	struct turn_settings settings = {.source = source};
	enum status status =
		feeds_settings(turns->feeds, source, &settings.zone, &settings.reader, error);
	if (status != STATUS_OK) {
		zone_free(settings.zone);
		return status;
	}
	settings.reader.file.on_progress = progress_tell;
	settings.reader.file.user = turns->progress;
	settings.is_set = true;
	*ret_settings = settings;
	return STATUS_OK;
}

/* Before the settings that it was opened with. */
static void forget_next(struct turns *turns)
{
	opening_free(turns->next);
	turns->next = NULL;
}

static void forget_opening(struct turns *turns)
{
	opening_free(turns->opening);
	turns->opening = NULL;
}

enum status turns_feed(struct turns *turns, size_t source, struct error *error)
{
	forget_opening(turns);
	forget_settings(&turns->now);
	turns->is_in_vain = false;
	if (turns->after.is_set && turns->after.source == source) {
		turns->now = turns->after;
		turns->after = (struct turn_settings){0};
		return STATUS_OK;
	}
	forget_next(turns);
	forget_settings(&turns->after);
	return find_settings(turns, source, &turns->now, error);
}

/* The first file of a later feed, with its settings; NULL: there is none that could be opened. */
static const struct path *find_in_later_feeds(struct turns *turns)
{
	struct error unread; /* the turn of the feed says it again */
	for (size_t i = turns->now.source + 1; i < turns->feeds->plan->source_count; i++) {
		const struct paths *paths = &turns->feeds->files[i].paths;
		if (paths->count > 0) {
			bool is_found =
				find_settings(turns, i, &turns->after, &unread) == STATUS_OK;
			return is_found ? &paths->items[0] : NULL;
		}
	}
	return NULL;
}

static void open_next(struct turns *turns, size_t i)
{
	const struct paths *paths = &turns->feeds->files[turns->now.source].paths;
	const struct reader_options *settings = &turns->now.reader;
	const struct path *file = NULL;
	if (i < paths->count) {
		file = &paths->items[i];
	} else {
		file = find_in_later_feeds(turns);
		settings = &turns->after.reader;
	}
	if (file != NULL && strcmp(file->path, "-") != 0) {
		turns->next = opening_begin(file->path, file->display, settings);
		turns->next_file = file;
	}
}

const struct reader_options *turns_file(struct turns *turns, size_t i)
{
	const struct path *file = &turns->feeds->files[turns->now.source].paths.items[i];
	forget_opening(turns);
	if (turns->next != NULL && turns->next_file != file) {
		forget_next(turns);
	}
	turns->opening = turns->next;
	turns->next = NULL;
	turns->now.reader.opening = turns->opening;
	if (turns->is_worth_it) {
		open_next(turns, i + 1);
	}
	return &turns->now.reader;
}

void turns_tell(struct turns *turns, bool is_known, bool is_in_vain)
{
	turns->is_in_vain |= is_in_vain;
	turns->is_worth_it = !is_known && !turns->is_in_vain;
}

void turns_end(struct turns *turns)
{
	forget_opening(turns);
	forget_next(turns);
	forget_settings(&turns->now);
	forget_settings(&turns->after);
}
