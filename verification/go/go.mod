module csp/bench

go 1.19
