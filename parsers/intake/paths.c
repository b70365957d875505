// SPDX-License-Identifier: MIT
/* The files that a path of the case file or command line stands for. */
#include "paths.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A directory that was entered, to know a link that leads back to it. */
struct visited {
	dev_t device;
	ino_t inode;
};

/* Directories that wait to be read, as a list: no recursion over input. */
struct waiting {
	char *display;
	size_t depth;
};

struct walk {
	const char *base; /* "" or "directory/" */
	struct paths found;
	size_t capacity;
	struct visited *visited;
	size_t visited_count;
	struct waiting *waiting;
	size_t waiting_count;
};

static enum status no_memory(struct error *error)
{
	return error_set(error, STATUS_NO_MEMORY, "out of memory");
}

static char *join(const char *front, const char *separator, const char *back)
{
	char *joined = NULL;
	return asprintf(&joined, "%s%s%s", front, separator, back) < 0 ? NULL : joined;
}

/* What to open for a name as it was spelled. */
static char *opened(const struct walk *walk, const char *display)
{
	return join(display[0] == '/' ? "" : walk->base, "", display);
}

/* Doubles an array at powers of two. */
static bool grow(void **items, size_t count, size_t size)
{
	if (count != 0 && (count & (count - 1)) != 0) {
		return true;
	}
	void *grown = realloc(*items, (count == 0 ? 1 : count * 2) * size);
	if (grown == NULL) {
		return false;
	}
	*items = grown;
	return true;
}

static enum status add_file(struct walk *walk, const char *display, struct error *error)
{
	if (walk->found.count == PATHS_LIMIT) {
		return error_set(error, STATUS_LIMIT, "%s: more than %d files: name fewer", display,
				 PATHS_LIMIT);
	}
	void *items = walk->found.items;
	if (!grow(&items, walk->found.count, sizeof *walk->found.items)) {
		return no_memory(error);
	}
	walk->found.items = items;
	struct path path = {.path = opened(walk, display), .display = strdup(display)};
	walk->found.items[walk->found.count++] = path;
	return path.path == NULL || path.display == NULL ? no_memory(error) : STATUS_OK;
}

static enum status add_directory(struct walk *walk, const char *display, const struct stat *facts,
				 size_t depth, struct error *error)
{
	for (size_t i = 0; i < walk->visited_count; i++) {
		if (walk->visited[i].device == facts->st_dev &&
		    walk->visited[i].inode == facts->st_ino) {
			return STATUS_OK;
		}
	}
	if (depth > PATHS_DEPTH) {
		return error_set(error, STATUS_LIMIT, "%s: more than %d directories deep", display,
				 PATHS_DEPTH);
	}
	void *visited = walk->visited;
	void *waiting = walk->waiting;
	bool is_grown = grow(&visited, walk->visited_count, sizeof *walk->visited);
	walk->visited = visited;
	is_grown = is_grown && grow(&waiting, walk->waiting_count, sizeof *walk->waiting);
	walk->waiting = waiting;
	char *copy = is_grown ? strdup(display) : NULL;
	if (copy == NULL) {
		return no_memory(error);
	}
	walk->visited[walk->visited_count++] =
		(struct visited){.device = facts->st_dev, .inode = facts->st_ino};
	walk->waiting[walk->waiting_count++] = (struct waiting){.display = copy, .depth = depth};
	return STATUS_OK;
}

/* A file goes to the files, a directory to the waiting ones. */
static enum status add(struct walk *walk, const char *display, size_t depth, struct error *error)
{
	struct stat facts;
	char *path = opened(walk, display);
	if (path == NULL) {
		return no_memory(error);
	}
	bool is_directory = stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
	free(path);
	/* What cannot be read is listed too: to open it then says why. */
	return is_directory ? add_directory(walk, display, &facts, depth, error)
			    : add_file(walk, display, error);
}

static enum status read_names(struct walk *walk, DIR *directory, const struct waiting *at,
			      struct error *error)
{
	size_t size = strlen(at->display);
	bool has_slash = size > 0 && at->display[size - 1] == '/';
	enum status status = STATUS_OK;
	struct dirent *item;
	while (status == STATUS_OK && (item = readdir(directory)) != NULL) {
		if (item->d_name[0] == '.') {
			continue;
		}
		char *display = join(at->display, has_slash ? "" : "/", item->d_name);
		status = display == NULL ? no_memory(error)
					 : add(walk, display, at->depth + 1, error);
		free(display);
	}
	return status;
}

static enum status read_directories(struct walk *walk, struct error *error)
{
	enum status status = STATUS_OK;
	while (status == STATUS_OK && walk->waiting_count > 0) {
		struct waiting at = walk->waiting[--walk->waiting_count];
		char *path = opened(walk, at.display);
		DIR *directory = path == NULL ? NULL : opendir(path);
		if (path == NULL) {
			status = no_memory(error);
		} else if (directory == NULL) {
			/* The others are read all the same; to open this one then says why. */
			status = add_file(walk, at.display, error);
		} else {
			status = read_names(walk, directory, &at, error);
			(void)closedir(directory);
		}
		free(path);
		free(at.display);
	}
	return status;
}

/* The base may hold characters that mean something to glob; there they mean themselves. */
static char *escaped(const char *base, const char *pattern)
{
	size_t size = 0;
	char *text = malloc(strlen(base) * 2 + strlen(pattern) + 1);
	if (text == NULL) {
		return NULL;
	}
	for (; *base != '\0'; base++) {
		if (strchr("*?[]{}\\", *base) != NULL) {
			text[size++] = '\\';
		}
		text[size++] = *base;
	}
	memcpy(text + size, pattern, strlen(pattern) + 1);
	return text;
}

static enum status add_matches(struct walk *walk, const char *pattern, struct error *error)
{
	const char *base = pattern[0] == '/' ? "" : walk->base;
	char *text = escaped(base, pattern);
	if (text == NULL) {
		return no_memory(error);
	}
	glob_t matches = {0};
	int answer = glob(text, GLOB_NOSORT | GLOB_BRACE, NULL, &matches);
	free(text);
	enum status status = STATUS_OK;
	if (answer == GLOB_NOMATCH) {
		status = error_set(error, STATUS_IO, "%s: there is no such file", pattern);
	} else if (answer != 0) {
		status = answer == GLOB_NOSPACE
				 ? no_memory(error)
				 : error_set(error, STATUS_IO, "%s: cannot be searched", pattern);
	}
	for (size_t i = 0; status == STATUS_OK && i < matches.gl_pathc; i++) {
		status = add(walk, matches.gl_pathv[i] + strlen(base), 0, error);
	}
	globfree(&matches);
	return status;
}

static int compare(const void *left, const void *right)
{
	return strcmp(((const struct path *)left)->display, ((const struct path *)right)->display);
}

enum status paths_expand(const char *base, const char *pattern, struct paths *ret_paths,
			 struct error *error)
{
	struct walk walk = {0};
	struct stat facts;
	size_t size = base == NULL ? 0 : strlen(base);
	char *front = size == 0 ? strdup("") : join(base, base[size - 1] == '/' ? "" : "/", "");
	char *path = NULL;
	enum status status = STATUS_OK;
	walk.base = front == NULL ? "" : front;
	if (front == NULL || (path = opened(&walk, pattern)) == NULL) {
		status = no_memory(error);
	} else if (strcmp(pattern, "-") == 0) {
		walk.base = "";
		status = add_file(&walk, pattern, error);
	} else if (lstat(path, &facts) == 0) {
		status = add(&walk, pattern, 0, error);
	} else if (errno == EACCES || errno == ELOOP) {
		status = error_set(error, STATUS_IO, "%s: cannot be reached: %s", pattern,
				   strerror(errno));
	} else {
		status = add_matches(&walk, pattern, error);
	}
	if (status == STATUS_OK) {
		status = read_directories(&walk, error);
	}
	if (status == STATUS_OK && walk.found.items == NULL) {
		status =
			error_set(error, STATUS_IO, "%s: there is no file in this folder", pattern);
	} else if (status == STATUS_OK) {
		qsort(walk.found.items, walk.found.count, sizeof *walk.found.items, compare);
		*ret_paths = walk.found;
	} else {
		paths_free(&walk.found);
	}
	while (walk.waiting_count > 0) {
		free(walk.waiting[--walk.waiting_count].display);
	}
	free(walk.waiting);
	free(walk.visited);
	free(path);
	free(front);
	return status;
}

void paths_free(struct paths *paths)
{
	for (size_t i = 0; i < paths->count; i++) {
		free(paths->items[i].path);
		free(paths->items[i].display);
	}
	free(paths->items);
	*paths = (struct paths){0};
}
