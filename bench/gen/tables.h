/* The tables of the rule pack as this city's systems know them: four header spellings for each column. */
#ifndef TABLES_H
#define TABLES_H
#include <stdbool.h>

#define COLUMN_LIMIT 20

enum table {
	TABLE_PAYMENT, TABLE_PERSON, TABLE_DEATH, TABLE_CREMATION, TABLE_CUSTODY, TABLE_ALIVE_CHECK, TABLE_EMPLOYER,
	TABLE_ENROLMENT, TABLE_ACCOUNT, TABLE_NOTICE, TABLE_REFUND, TABLE_CONTRIBUTION, TABLE_CHANGE, TABLE_COUNT
};

/* STYLE_VENDOR headers are known to nobody: hecha.yaml maps them. */
enum header_style { STYLE_OWN, STYLE_TITLE, STYLE_CODE, STYLE_VENDOR, STYLE_COUNT };

struct column {
	const char *header[STYLE_COUNT];
	bool optional; /* systems with few fields leave it out */
};

struct table_def {
	const char *name;
	int column_count;
	int sum_column; /* money column of a control total */
	struct column columns[COLUMN_LIMIT];
};

enum payment_column {
	PAY_ID, PAY_NAME, PAY_FUND, PAY_ITEM, PAY_FOR, PAY_MONTH, PAY_ON, PAY_AMOUNT, PAY_STATE, PAY_COUNTY, PAY_AGENCY,
	PAY_ACCOUNT, PAY_ACCOUNT_NAME, PAY_CARD, PAY_OPERATOR, PAY_HANDLED, PAY_REVIEWER
};
enum person_column {
	PER_ID, PER_NAME, PER_SEX, PER_BIRTH, PER_FUND, PER_COUNTY, PER_STATE, PER_FROM, PER_STOPPED, PER_MONTHLY,
	PER_ACCOUNT, PER_TOWN, PER_VILLAGE, PER_OPERATOR, PER_HANDLED
};
enum death_column { DEA_ID, DEA_NAME, DEA_SEX, DEA_BIRTH, DEA_DATE, DEA_SOURCE, DEA_CERTIFICATE, DEA_REGISTERED };
enum cremation_column { CRE_ID, CRE_NAME, CRE_SEX, CRE_DATE, CRE_DIED, CRE_CERTIFICATE, CRE_PLACE };
enum custody_column { CUS_ID, CUS_NAME, CUS_ALIAS, CUS_KIND, CUS_FROM, CUS_UNTIL, CUS_FACILITY, CUS_DOCUMENT };
enum check_column { CHE_ID, CHE_NAME, CHE_ON, CHE_MODE, CHE_PASSED, CHE_OPERATOR, CHE_PHONE };
enum employer_column { EMP_USCC, EMP_NAME, EMP_FOUNDED, EMP_STAFF, EMP_STATE, EMP_COUNTY };
enum enrolment_column { ENR_USCC, ENR_UNIT, ENR_NAME, ENR_ON, ENR_STATE, ENR_COUNTY };
enum account_column { ACC_ID, ACC_FUND, ACC_COUNTY, ACC_BALANCE, ACC_SUBSIDY, ACC_LUMP, ACC_AT };
enum notice_column { NOT_ID, NOT_NAME, NOT_FUND, NOT_COUNTY, NOT_NUMBER, NOT_SERVED, NOT_DUE, NOT_AMOUNT };
enum refund_column { REF_ID, REF_NAME, REF_FUND, REF_COUNTY, REF_ON, REF_AMOUNT, REF_KIND, REF_NOTICE };
enum contribution_column {
	CON_ID, CON_NAME, CON_UNIT, CON_FUND, CON_FOR, CON_MONTH, CON_BASE, CON_AMOUNT, CON_KIND, CON_COUNTY
};
enum change_column { CHA_ID, CHA_FIELD, CHA_OLD, CHA_NEW, CHA_ON, CHA_OPERATOR, CHA_CHANNEL, CHA_COUNTY };

extern const struct table_def tables[TABLE_COUNT];
#endif
