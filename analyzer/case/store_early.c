// SPDX-License-Identifier: MIT
/* Has the kernel begin to write the database; see store_early.h. */
#include "store_early.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EARLY_LOADS = 64 }; /* between two beginnings: a few MiB; half or twice is as good */

/* The size of the file; 0: unknown. */
static int64_t size_of(const struct early *early)
{
	struct stat state;
	return early->file >= 0 && fstat(early->file, &state) == 0 ? (int64_t)state.st_size : 0;
}

void early_open(struct early *early, sqlite3 *db)
{
	const char *path = sqlite3_db_filename(db, "main");
	*early = (struct early){.db = db,
				.file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC)};
	early->begun = size_of(early);
}

void early_step(struct early *early)
{
	if (++early->loads % EARLY_LOADS != 0) {
		return;
	}
	/* Pages that it cannot give away now it gives later. */
	(void)sqlite3_db_cacheflush(early->db);
#ifdef SYNC_FILE_RANGE_WRITE
	int64_t size = size_of(early);
	if (size > early->begun) {
		(void)sync_file_range(early->file, early->begun, size - early->begun,
				      SYNC_FILE_RANGE_WRITE);
		early->begun = size;
	}
#endif
}

void early_close(struct early *early)
{
	if (early->file >= 0) {
		close(early->file);
	}
	early->file = -1;
}
