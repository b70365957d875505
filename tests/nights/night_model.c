// SPDX-License-Identifier: MIT
/* The model's answer to a night that is told on standard input. */
#include "../model/night_told.h"

#include <stdlib.h>

int main(void)
{
	struct model_night *night = calloc(1, sizeof(*night));
	int line = 0;
	if (!night_told(night, stdin, &line)) {
		(void)fprintf(stderr, "night-model: line %d says nothing known\n", line);
		return EXIT_FAILURE;
	}
	model_run(night);
	model_verdict(night, "AAAA"); /* grades are the program's to find */
	night_print(night, stdout);
	model_free(night);
	free(night);
	return EXIT_SUCCESS;
}
