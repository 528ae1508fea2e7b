namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>What was answered not long ago, as far as it is remembered: who answers twice is not taken for one that nobody asked.</summary>
internal sealed class RecentAnswers
{
    private const int Most = 4096;

    private readonly (ulong Exchange, long Time)[] _answers = new (ulong, long)[Most];

    public void Add(ulong exchange, long now) => _answers[exchange % Most] = (exchange, now);

    public bool Has(ulong exchange, long now) => _answers[exchange % Most] is var answer && answer.Exchange == exchange && now - answer.Time < DnsPairs.Timeout;
}
