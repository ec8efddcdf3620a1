/* base/bytes.h */
#include "base/bytes.h"

#include <stdlib.h>

#include "unit.h"

static bytes16 odd(bytes16 c)
{
	return (bytes16)((c == ',') | (c < ' '));
}

/* Every length, the odd byte in every place, in a block of that very size: nothing is overlooked, nothing outside is looked at. */
static void test_one_odd_byte(void **state)
{
	(void)state;
	for (size_t size = 0; size <= 70; size++) {
		char *text = malloc(size + !size);
		memset(text, 'a', size);
		assert_false(bytes_have((struct span){text, size}, odd));
		for (size_t at = 0; at < size; at++) {
			text[at] = at % 2 ? ',' : '\0';
			assert_true(bytes_have((struct span){text, size}, odd));
			text[at] = '\xFF'; /* no byte is negative */
			assert_false(bytes_have((struct span){text, size}, odd));
		}
		free(text);
	}
	assert_false(bytes_have((struct span){NULL, 0}, odd));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_odd_byte),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
