// SPDX-License-Identifier: MIT
/*
 * The method in SQL against the same method written down a second time, slowly, over random nights.
 *
 * OVERRUN_SEEDS=n tries n nights, from OVERRUN_FIRST on; OVERRUN_SEED=n only that one, and says
 * more.
 */
#include "method.h"
#include "model/night_store.h"
#include "own_case.h"

#include <math.h>

enum { SEEDS = 200, TOLERANCE_US = 2 };

static bool differ(const double a[MODEL_CAUSES], const double b[MODEL_CAUSES])
{
	for (int i = 0; i < MODEL_CAUSES; i++) {
		if (fabs(a[i] - b[i]) > TOLERANCE_US) {
			return true;
		}
	}
	return false;
}

static void print_parts(const char *name, const double a[MODEL_CAUSES],
			const double b[MODEL_CAUSES])
{
	if (differ(a, b)) {
		printf("%s:\n", name);
		for (int i = 0; i < MODEL_CAUSES; i++) {
			printf("  program %14.6f model %14.6f\n", a[i] / 1e6, b[i] / 1e6);
		}
	}
}

static bool same_numbers(const struct numbers *program, const struct numbers *model)
{
	return program->restored == model->restored && program->overrun == model->overrun &&
	       !differ(program->headline, model->headline) &&
	       !differ(program->chronological, model->chronological) &&
	       !differ(program->shapley, model->shapley) &&
	       memcmp(program->without, model->without, sizeof(model->without)) == 0 &&
	       strcmp(program->verdict, model->verdict) == 0;
}

static void print_numbers(const struct numbers *program, const struct numbers *model)
{
	printf("restored %.0f %.0f overrun %.0f %.0f verdict %s %s\n",
	       (double)(program->restored - model->start) / 1e6,
	       (double)(model->restored - model->start) / 1e6, (double)program->overrun / 1e6,
	       (double)model->overrun / 1e6, program->verdict, model->verdict);
	print_parts("headline", program->headline, model->headline);
	print_parts("chronological", program->chronological, model->chronological);
	print_parts("shapley", program->shapley, model->shapley);
	for (unsigned i = 0; i < 16; i++) {
		if (program->without[i] != model->without[i]) {
			printf("without %s%s%s%s: program %.0f model %.0f\n", i & 1U ? "S" : "",
			       i & 2U ? "P" : "", i & 4U ? "T" : "", i & 8U ? "U" : "",
			       (double)(program->without[i] - model->start) / 1e6,
			       (double)(model->without[i] - model->start) / 1e6);
		}
	}
}

static void print_text(const char *program, const char *model)
{
	if (strcmp(program, model) != 0) {
		printf("-- program\n%s-- model\n%s", program, model);
	}
}

static const char *kind_of(const struct numbers *program, const struct numbers *model,
			   const struct texts *texts)
{
	return program->restored != model->restored                  ? "restoration"
	       : strcmp(texts[0].instances, texts[1].instances) != 0 ? "instances"
	       : strcmp(texts[0].labels, texts[1].labels) != 0       ? "labels"
	       : strcmp(texts[0].paths, texts[1].paths) != 0         ? "paths"
	       : same_numbers(program, model)                        ? NULL
								     : "numbers";
}

/* Runs both; prints where they part. Nights of more than 64 paths are left out. */
static bool compare(uint64_t seed, bool verbose)
{
	static struct texts texts[2];
	static char text[ACCOUNT_SIZE];
	struct numbers program = {0};
	struct numbers model;
	struct random_night *random = random_night_new(seed);
	struct model_night *night = &random->night;
	memset(texts, 0, sizeof(texts));
	model_run(night);
	cr_assert_eq(night_write(store, random, 0, &error), STATUS_OK, "%s", error.message);
	enum status status = method_run(store, NULL, &error);
	const char *kind = error.message;
	if (status == STATUS_OK) {
		status = night_read(store, &program, &texts[0], &error);
		cr_assert_eq(status, STATUS_OK, "%s", error.message);
		model_verdict(night, program.grade);
		night_account(night, &model, &texts[1]);
		kind = night->path_overflow ? NULL : kind_of(&program, &model, texts);
	} else {
		model_verdict(night, "AAAA");
		night_account(night, &model, &texts[1]);
	}
	if (kind != NULL) {
		printf("SEED %llu KIND %s\n", (unsigned long long)seed, kind);
	}
	if (kind != NULL && verbose) {
		print_numbers(&program, &model);
		print_text(texts[0].instances, texts[1].instances);
		print_text(texts[0].labels, texts[1].labels);
		print_text(texts[0].paths, texts[1].paths);
		night_describe(random, text);
		printf("-- night\n%s", text);
	}
	random_night_free(random);
	return kind == NULL;
}

Test(model, agrees_with_the_method_on_random_nights)
{
	const char *count = getenv("OVERRUN_SEEDS");
	const char *one = getenv("OVERRUN_SEED");
	const char *from = one != NULL ? one : getenv("OVERRUN_FIRST");
	unsigned long first = from == NULL ? 1 : strtoul(from, NULL, 10);
	unsigned long nights = one != NULL ? 1 : count == NULL ? SEEDS : strtoul(count, NULL, 10);
	unsigned long last = first + nights - 1;
	open_case("model");
	unsigned long different = 0;
	for (unsigned long seed = first; seed <= last; seed++) {
		different += !compare(seed, one != NULL);
	}
	close_case();
	cr_assert_eq(different, 0, "%lu of %lu nights differ", different, last - first + 1);
}
