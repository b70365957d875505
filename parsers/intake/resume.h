// SPDX-License-Identifier: MIT
/*
 * An entry read again from a place in its file (see struct restart) instead of from its beginning.
 */
#ifndef OVERRUN_RESUME_H
#define OVERRUN_RESUME_H

#include "blocks.h"
#include "event.h"

struct resume;

/*
 * Opens `path` there. STATUS_MISMATCH: it is not as long as `bytes`, or the part of it that the
 * place is in has another hash: read the whole. `restart` and its window must outlive it.
 */
enum status resume_open(const char *path, int64_t bytes, const struct restart *restart,
			struct resume **ret_resume, struct error *error);

/* The entry from the beginning of restart->line on. */
struct blocks resume_blocks(struct resume *resume);

void resume_close(struct resume *resume);

#endif
