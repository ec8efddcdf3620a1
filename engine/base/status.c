#include "base/status.h"

#include <stdio.h>
#include <stdlib.h>

enum status err_set(struct err *err, enum status status, const char *format, ...)
{
	if (!err)
		return status;
	char *text = NULL;
	va_list args;
	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	free(err->text); /* after formatting: the old message may be an argument */
	err->text = text;
	err->status = status;
	return status;
}

void err_clear(struct err *err)
{
	free(err->text);
	*err = ERR_INIT;
}
