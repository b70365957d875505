// SPDX-License-Identifier: MIT
/* A path that is opened before its turn; see opening.h. */
#include "opening.h"

#include "crew.h"

#include <pthread.h>
#include <stdlib.h>

enum opening_state {
	OPENING_DUE,
	OPENING_BUSY, /* somebody is at it */
	OPENING_DONE,
};

struct opening {
	const char *path, *display;
	struct reader_options options;
	struct crew_task task;
	struct file_options reader; /* whom to tell progress */
	pthread_mutex_t mutex;      /* guards state and turn */
	pthread_cond_t done;
	enum opening_state state;
	bool is_its_turn;
	/* What follows belongs to whoever set the state. */
	struct source *source;
	struct entry entry;
	struct stream stream;
	bool is_open; /* and not given away */
};

/* Before its turn nobody is told: another file is read. */
static void tell_progress(void *self, int64_t bytes)
{
	struct opening *opening = self;
	(void)pthread_mutex_lock(&opening->mutex);
	bool tells = opening->is_its_turn && opening->reader.on_progress != NULL;
	(void)pthread_mutex_unlock(&opening->mutex);
	if (tells) {
		opening->reader.on_progress(opening->reader.user, bytes);
	}
}

static void close_all(struct opening *opening)
{
	stream_close(&opening->stream);
	source_close(opening->source);
	opening->stream = (struct stream){0};
	opening->source = NULL;
	opening->is_open = false;
}

static void open_all(struct opening *opening)
{
	struct blocks blocks;
	struct error unread = {.status = STATUS_OK}; /* reading it in its turn says it again */
	enum status status = source_open(opening->path, opening->display, &opening->options.file,
					 &opening->source, &unread);
	if (status == STATUS_OK) {
		status = source_next(opening->source, &opening->entry, &blocks, &unread);
	}
	if (status == STATUS_OK) {
		opening->stream = (struct stream){.options = &opening->options, .runs_ahead = true};
		status = stream_open(&opening->stream, &opening->entry, blocks, NULL, 0, &unread);
	}
	if (status == STATUS_OK && lookahead_keep(opening->stream.lookahead)) {
		ahead_begin(opening->stream.ahead);
	}
	opening->is_open = status == STATUS_OK;
	if (!opening->is_open) {
		close_all(opening);
	}
}

static bool step(void *self)
{
	struct opening *opening = self;
	(void)pthread_mutex_lock(&opening->mutex);
	bool is_mine = opening->state == OPENING_DUE;
	if (is_mine) {
		opening->state = OPENING_BUSY;
		(void)pthread_mutex_unlock(&opening->mutex);
		open_all(opening);
		(void)pthread_mutex_lock(&opening->mutex);
		opening->state = OPENING_DONE;
		(void)pthread_cond_signal(&opening->done);
	}
	(void)pthread_mutex_unlock(&opening->mutex);
	return is_mine;
}

struct opening *opening_begin(const char *path, const char *display,
			      const struct reader_options *options)
{
	struct opening *opening = options->extra_count > 0 ? NULL : calloc(1, sizeof *opening);
	if (opening == NULL) {
		return NULL;
	}
	opening->path = path;
	opening->display = display;
	opening->options = *options;
	opening->options.opening = NULL;
	opening->reader = options->file;
	opening->options.file.on_progress = tell_progress;
	opening->options.file.user = opening;
	opening->task = (struct crew_task){.step = step, .self = opening};
	(void)pthread_mutex_init(&opening->mutex, NULL);
	(void)pthread_cond_init(&opening->done, NULL);
	crew_join(&opening->task);
	crew_call();
	return opening;
}

/* Nobody will be at it again afterwards. */
static void settle(struct opening *opening)
{
	(void)pthread_mutex_lock(&opening->mutex);
	while (opening->state == OPENING_BUSY) {
		(void)pthread_cond_wait(&opening->done, &opening->mutex);
	}
	opening->state = OPENING_DONE;
	opening->is_its_turn = true;
	(void)pthread_mutex_unlock(&opening->mutex);
	crew_leave(&opening->task);
}

bool opening_take(struct opening *opening, struct source **ret_source, struct entry *ret_entry,
		  struct stream *ret_stream)
{
	settle(opening);
	if (!opening->is_open) {
		return false;
	}
	*ret_source = opening->source;
	*ret_entry = opening->entry;
	*ret_stream = opening->stream;
	opening->source = NULL;
	opening->stream = (struct stream){0};
	opening->is_open = false;
	return true;
}

void opening_free(struct opening *opening)
{
	if (opening == NULL) {
		return;
	}
	settle(opening);
	close_all(opening);
	(void)pthread_mutex_destroy(&opening->mutex);
	(void)pthread_cond_destroy(&opening->done);
	free(opening);
}
