//! The Python 2.7 dialect: values, calls, classes, builtins, modules and the budget.
