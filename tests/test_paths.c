// SPDX-License-Identifier: MIT
/* Paths: files, folders, globs, links that go round in circles. */
#include "bytes.h"

#include "paths.h"

static const char *const files[] = {"b.log",   "a.log",     "B.log",        "[1].log",
				    ".hidden", "sub/c.log", "sub/.d/e.log", "sub/loop"};
static char folder[128];

static void remove_folder(void)
{
	static const char *const folders[] = {"sub/.d", "sub", "."};
	char path[256];
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[i]);
		(void)unlink(path);
	}
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, i == 2 ? "" : folders[i]);
		(void)rmdir(path);
	}
}

/* A folder with files; every test runs in a process of its own. */
static const char *make_folder(void)
{
	char path[256];
	snprintf(folder, sizeof folder, "/tmp/overrun-paths-%ld[x]", (long)getpid());
	mkdir(folder, 0700);
	snprintf(path, sizeof path, "%s/sub", folder);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/sub/.d", folder);
	mkdir(path, 0700);
	for (size_t i = 0; i + 1 < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[i]);
		FILE *file = fopen(path, "wb");
		cr_assert_not_null(file);
		fclose(file);
	}
	snprintf(path, sizeof path, "%s/sub/loop", folder);
	(void)symlink("..", path);
	return folder;
}

static void expands(const char *pattern, const char *expected)
{
	struct paths paths = {0};
	struct error error = {0};
	struct bytes text = {0};
	bytes_add_text(&text, "");
	cr_assert_eq(paths_expand(make_folder(), pattern, &paths, &error), STATUS_OK, "%s",
		     error.message);
	for (size_t i = 0; i < paths.count; i++) {
		cr_assert(strcmp(pattern, "-") == 0 || access(paths.items[i].path, R_OK) == 0);
		bytes_add_text(&text, paths.items[i].display);
		bytes_add_text(&text, " ");
	}
	cr_assert_str_eq(text.data, expected, "got %s", text.data);
	bytes_free(&text);
	paths_free(&paths);
	remove_folder();
}

Test(paths, are_sorted_by_byte_value_and_relative_to_the_base)
{
	expands("*.log", "B.log [1].log a.log b.log ");
	expands("{b,a}.log", "a.log b.log ");
}

Test(paths, that_exist_are_taken_as_they_stand)
{
	expands("[1].log", "[1].log ");
	expands(".hidden", ".hidden ");
	expands("-", "- ");
}

Test(paths, of_folders_are_all_files_below_without_hidden_ones)
{
	expands("sub", "sub/c.log sub/loop/B.log sub/loop/[1].log sub/loop/a.log sub/loop/b.log ");
	expands(".", "./B.log ./[1].log ./a.log ./b.log ./sub/c.log ");
	expands("s*", "sub/c.log sub/loop/B.log sub/loop/[1].log sub/loop/a.log sub/loop/b.log ");
}

Test(paths, that_match_nothing_are_an_error)
{
	struct paths paths = {0};
	struct error error = {0};
	cr_assert_eq(paths_expand(make_folder(), "nothing*", &paths, &error), STATUS_IO);
	cr_assert_str_eq(error.message, "nothing*: there is no such file");
	remove_folder();
}
