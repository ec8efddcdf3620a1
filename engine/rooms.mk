# The rooms of engine/, lowest floor first. A room includes only rooms on lower floors; `make check` enforces it.
# floor:room
ROOMS := 0:base 1:source 1:rule 2:record 3:table 4:lookup 5:eval 6:plan 7:scan 7:group 8:flow 8:hit 9:casefile 11:report 12:run 13:workbench 14:cli
