using System.Text;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>What is said on one connection, seen from the server. A millisecond passes with each turn.</summary>
internal sealed class Talk(ulong connection = 1)
{
    private readonly ulong[] _positions = new ulong[2];
    private readonly List<Said> _pieces = [];
    private long _time = 1_000_000_000;

    public IReadOnlyList<Said> Pieces => _pieces;

    /// <summary>Bytes sent and received, and when it was over.</summary>
    public (ulong Connection, ulong Sent, ulong Received, long Time) End => (connection, _positions[0], _positions[1], _time);

    public Talk Ask(string text) => Say(true, Encoding.Latin1.GetBytes(text));

    public Talk Answer(string text) => Say(false, Encoding.Latin1.GetBytes(text));

    public Talk Wait(TimeSpan time)
    {
        _time += time.Ticks * 100;
        return this;
    }

    public Talk Say(bool isIngress, byte[] bytes)
    {
        _time += 1_000_000;
        _pieces.Add(new Said(connection, isIngress, _positions[isIngress ? 1 : 0], bytes, _time));
        _positions[isIngress ? 1 : 0] += (ulong)bytes.Length;
        return this;
    }

    /// <summary>The same bytes in other pieces.</summary>
    public static IEnumerable<Said> Split(IEnumerable<Said> pieces, Random random, int most)
    {
        foreach (var piece in pieces)
            for (var at = 0; at < piece.Payload.Length;)
            {
                var length = Math.Min(random.Next(1, most + 1), piece.Payload.Length - at);
                var part = piece.Payload.AsSpan(at, length).ToArray();
                yield return piece with { Position = piece.Position + (ulong)at, Payload = part, Size = length };
                at += length;
            }
    }
}
