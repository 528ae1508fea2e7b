using Pipeline.Protocols.Tests.Joining;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>A conversation in which something is said at the wrong time, twice, not at all or by halves, or by the other end of another conversation. No byte is missed: both ends have heard it so.</summary>
internal static class Disturbed
{
    private const int MostPlaces = 3;

    public static IEnumerable<Said> Make(Random random, ulong connection, Conversation conversation)
    {
        List<Said> turns = [.. conversation.Make(random)];
        IReadOnlyList<Said> others = [.. conversation.Make(random)];
        for (var places = random.Next(1, MostPlaces + 1); places > 0 && turns.Count > 1; places--)
            Disturb(random, turns, others);
        var told = InOrder(turns, connection);
        return random.Next(2) == 0 ? told : Talk.Split(told, random, random.Next(5, 400));
    }

    private static void Disturb(Random random, List<Said> turns, IReadOnlyList<Said> others)
    {
        var at = random.Next(turns.Count - 1);
        var turn = turns[at];
        var other = others[random.Next(others.Count)];
        switch (random.Next(7))
        {
            case 0:
                turns[at] = other with { IsIngress = turn.IsIngress };
                break;
            case 1:
                turns.Insert(at, other);
                break;
            case 2:
                turns.Insert(at, turn);
                break;
            case 3:
                turns.RemoveAt(at);
                break;
            case 4:
                turns.Reverse(at, 2);
                break;
            case 5:
                turns[at] = turn with { Payload = turn.Payload[..random.Next(turn.Payload.Length + 1)] };
                break;
            default:
                turns[at] = turn with { Payload = [.. turn.Payload[..random.Next(turn.Payload.Length + 1)], .. other.Payload[random.Next(other.Payload.Length + 1)..]] };
                break;
        }
    }

    private static IEnumerable<Said> InOrder(IEnumerable<Said> turns, ulong connection)
    {
        var (positions, time) = (new ulong[2], 1_000_000_000L);
        foreach (var turn in turns.Where(t => t.Payload.Length > 0))
        {
            var side = turn.IsIngress ? 1 : 0;
            yield return turn with { Connection = connection, Position = positions[side], Size = turn.Payload.Length, Time = time += 1_000_000 };
            positions[side] += (ulong)turn.Payload.Length;
        }
    }
}
