// After a refusal, start where the errors are told.
document.querySelector("[data-errors]")?.focus();
