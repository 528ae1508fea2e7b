using Pipeline.Sockets.Tests.Moving;
using Pipeline.Sockets.Tests.Observing;

namespace Pipeline.Sockets.Tests.Checking;

/// <summary>One direction of one end: the calls that the workload made, and the rows there are of it.</summary>
internal sealed class Side(Told told, End end, string direction, IEnumerable<DataRow> rows)
{
    private readonly DataRow[] _rows = [.. rows.Where(r => r.Direction == direction).OrderBy(r => r.Position).ThenBy(r => r.Size)];
    private readonly Call[] _calls = [.. told.Calls.Where(c => c.End == end.Number && c.Direction == direction).OrderBy(c => c.Position)];
    private readonly Content[] _contents = Contents(told, end, direction);
    private readonly string _name = $"{told.Name}, end {end.Number} ({end.Transport}, {end.Role}, {end.Local}), {direction}";

    internal void Check(Mistakes mistakes)
    {
        CheckOrder(mistakes);
        foreach (var row in _rows)
        {
            CheckContent(row, mistakes);
            CheckNames(row, mistakes);
        }

        foreach (var call in _calls.Where(c => c.Position >= 0))
            CheckCall(call, mistakes);
    }

    private static Content[] Contents(Told told, End end, string direction)
    {
        // Where many writers came in between each other, only the receiver knows who came when.
        var receiver = direction == "ingress" ? end.Number : end.Peer;
        var known = told.Calls.Where(c => c is { Position: >= 0, Key: > 0, Copied: > 0 })
            .Where(c => (c.End == end.Number && c.Direction == direction) || (end.Transport != "udp" && c.End == end.Peer && c.Direction != direction))
            .Select(c => new Content(c.Position, c.Copied, c.Key, c.At));
        return [.. known.Concat(told.Found[receiver]).OrderBy(c => c.Position)];
    }

    private void CheckOrder(Mistakes mistakes)
    {
        foreach (var (before, after) in _rows.Zip(_rows.Skip(1)))
            if (after.Position < before.After && after.Size > 0 && before.Size > 0)
                mistakes.Add($"{_name}: [{after}] overlaps [{before}]");
        if (_rows.DistinctBy(r => r.Connection).Count() > 1)
            mistakes.Add($"{_name}: more than one connection number: {string.Join(", ", _rows.Select(r => r.Connection).Distinct())}");
    }

    private void CheckContent(DataRow row, Mistakes mistakes)
    {
        if (row.Payload.Length > row.Size)
            mistakes.Add($"{_name}: [{row}] has more payload than bytes");
        for (var done = 0; done < row.Payload.Length;)
        {
            var position = row.Position + done;
            var content = _contents.FirstOrDefault(c => c.Position <= position && c.After > position);
            if (content.After <= position)
            {
                mistakes.Add($"{_name}: [{row}] has payload at {position}, where nothing lies");
                return;
            }

            var size = (int)Math.Min(row.Payload.Length - done, content.After - position);
            var difference = Pattern.FirstDifference(row.Payload.AsSpan(done, size), content.Key, content.At + position - content.Position);
            if (difference >= 0)
            {
                mistakes.Add($"{_name}: [{row}] has another byte at {position + difference}: {row.Payload[done + difference]}");
                return;
            }

            done += size;
        }
    }

    // A call on an unconnected socket that does not ask from whom a datagram is.
    private bool NeedNotKnowPeer(Call call) => end.Peer == 0 && call is { Direction: "ingress", Function: "recv" or "read" };

    private void CheckNames(DataRow row, Mistakes mistakes)
    {
        mistakes.Expect(told.Name.Split(' ')[0], row.Comm, $"{_name}: comm of [{row}]");
        mistakes.Expect(end.Transport, row.Transport, $"{_name}: transport of [{row}]");
        if (end.Transport == "tcp")
            mistakes.Expect(end.Role, row.Role, $"{_name}: role of [{row}]");
        if (!_calls.Any(c => c.Pid == row.Pid && c.Function == row.Function))
            mistakes.Add($"{_name}: [{row}] is of a process that made no such call here");
    }

    // Its rows, if there are any, are all of it, and say what it was.
    private void CheckCall(Call call, Mistakes mistakes)
    {
        DataRow[] rows = [.. _rows.Where(r => r.Position >= call.Position && (r.Position < call.After || (call.Size == 0 && r.Size == 0 && r.Position == call.Position)))];
        if (rows.Length == 0 || call.Size == 0)
            return;
        mistakes.Expect(call.Size, rows.Sum(r => r.Size), $"{_name}: sizes of the rows of {call}");
        foreach (var row in rows.Where(r => r.Size > 0))
        {
            mistakes.Expect(call.Function, row.Function, $"{_name}: function of [{row}]");
            mistakes.Expect(call.Pid, row.Pid, $"{_name}: pid of [{row}]");
            if (end.Transport == "udp")
            {
                mistakes.Expect(row.Position == call.Position, row.IsDatagram, $"{_name}: datagram of [{row}]");
                if (!told.Ends[call.Peer].Local.Covers(row.Remote) && !(row.Remote.Port == 0 && NeedNotKnowPeer(call)))
                    mistakes.Add($"{_name}: [{row}] is of {told.Ends[call.Peer].Local}");
            }
        }
    }
}
