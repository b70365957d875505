// SPDX-License-Identifier: MIT
/* The secret of a case: tokens stand for names by it. */
#include "digest.h"
#include "store_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* STATUS_END: there is no key, or one that was never written to its end. */
static enum status key_read(const char *path, unsigned char *ret_key, struct error *error)
{
	unsigned char key[STORE_KEY_SIZE + 1];
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0) {
		return errno == ENOENT
			       ? STATUS_END
			       : error_set(error, STATUS_DATABASE, "%s: %s", path, strerror(errno));
	}
	ssize_t size = read(file, key, sizeof(key));
	int number = errno;
	close(file);
	if (size < 0) {
		return error_set(error, STATUS_DATABASE, "%s: %s", path, strerror(number));
	}
	if (size < STORE_KEY_SIZE) {
		return STATUS_END;
	}
	if (size > STORE_KEY_SIZE) {
		return error_set(error, STATUS_DATABASE, "%s: not a key file: longer than %d bytes",
				 path, STORE_KEY_SIZE);
	}
	memcpy(ret_key, key, STORE_KEY_SIZE);
	return STATUS_OK;
}

static enum status key_write(const char *path, const unsigned char *key, struct error *error)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
			S_IRUSR | S_IWUSR);
	if (file < 0) {
		return error_set(error, STATUS_DATABASE, "%s: %s", path, strerror(errno));
	}
	bool written = fchmod(file, S_IRUSR | S_IWUSR) == 0 &&
		       write(file, key, STORE_KEY_SIZE) == STORE_KEY_SIZE && fsync(file) == 0;
	int number = errno;
	if (close(file) != 0 || !written) {
		return error_set(error, STATUS_DATABASE, "%s: cannot write the key: %s", path,
				 strerror(number));
	}
	return STATUS_OK;
}

/* The key on disk, made when it is not there. */
static enum status key_of_case(const char *path, unsigned char *ret_key, struct error *error)
{
	enum status status = key_read(path, ret_key, error);
	if (status == STATUS_END) {
		status = digest_random(ret_key, STORE_KEY_SIZE, error);
		if (status == STATUS_OK) {
			status = key_write(path, ret_key, error);
		}
	}
	return status;
}

enum status store_key(struct store *store, unsigned char ret_key[STORE_KEY_SIZE],
		      struct error *error)
{
	struct error cause = {0};
	char *path = NULL;
	if (store->has_key) {
		memcpy(ret_key, store->key, STORE_KEY_SIZE);
		return STATUS_OK;
	}
	if (asprintf(&path, "%s.key", store->path) < 0) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", store->path);
	}
	enum status status = key_of_case(path, store->key, &cause);
	free(path);
	/* Who may read the database only, or has got it without its key, shall read it all the
	 * same. */
	if (status == STATUS_DATABASE && (store->read_only || store->rehearse)) {
		(void)snprintf(store->key_trouble, sizeof store->key_trouble, "%s", cause.message);
		status = digest_random(store->key, STORE_KEY_SIZE, &cause);
	}
	if (status != STATUS_OK) {
		return error_set(error, status, "%s", cause.message);
	}
	store->has_key = true;
	memcpy(ret_key, store->key, STORE_KEY_SIZE);
	return STATUS_OK;
}

const char *store_key_trouble(const struct store *store)
{
	return store->key_trouble[0] == '\0' ? NULL : store->key_trouble;
}
