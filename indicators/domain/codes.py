"""The form of codes: of areas, peer groups and indicators alike. They stand in addresses and in audit keys."""

CODE_PATTERN = r"[^\s/?#&:,]{1,64}"
CODE_RULE = "代码最长 64 个字符，不能有空格和 / ? # & : ,"
