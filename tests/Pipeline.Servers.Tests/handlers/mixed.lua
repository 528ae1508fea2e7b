-- wrk: requests of several methods and sizes (but HEAD, whose answers it does not understand), so many in all: wrk ... URL -- COUNT
local methods = { "GET", "POST", "PUT", "GET", "DELETE", "OPTIONS", "PATCH" }
local sizes = { 0, 1, 100, 5000, 70000 }
local count, turn, answered = 0, 0, 1

function init(words)
	-- The first one wrk makes only to look at it.
	count = tonumber(words[1]) + 1
end

-- Milliseconds. Who would ask for more than there are waits until the end.
function delay()
	return turn < count and 4 or 3600000
end

function request()
	turn = turn + 1
	local method = methods[turn % #methods + 1]
	local body = nil
	if method == "POST" or method == "PUT" or method == "PATCH" then
		body = string.rep("b", sizes[turn % #sizes + 1])
	end
	return wrk.format(method, "/s/" .. (turn % 3 == 0 and 404 or 200) .. "?n=" .. turn, nil, body)
end

function response()
	answered = answered + 1
	if turn >= count and answered == turn then
		-- Each request has its answer. wrk itself would wait until its time is over.
		os.exit(0)
	end
end
