using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>What is going on in one channel of a connection.</summary>
internal sealed class Channel(Action<AmqpCall> unpaired)
{
    /// <summary>What one takes, about.</summary>
    public const int Memory = 500;

    private const int MostWaiting = 1024;

    private readonly AmqpCall?[] _content = new AmqpCall?[2];
    private bool _isLost;

    /// <summary>Questions of the client, which the server answers in their order.</summary>
    public OrderedPairing<AmqpCall> Questions { get; private set; } = new(unpaired, MostWaiting);

    /// <summary>What the server asked.</summary>
    public AmqpCall? ServerQuestion { get; set; }

    public Confirms Confirms { get; } = new();

    /// <summary>Whether all that the client said in it was seen, from its opening on.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The message that a side is sending.</summary>
    public ref AmqpCall? Content(Side side) => ref _content[(int)side];

    /// <summary>It is opened: whatever had its number before is over.</summary>
    public void Open()
    {
        Questions.Clear();
        if (_isLost)
            Questions = new OrderedPairing<AmqpCall>(unpaired, MostWaiting);
        (_isLost, IsKnown) = (false, true);
        Confirms.Forget();
    }

    /// <summary>Methods of a side were missed. What the client publishes is not counted any more where they were its own.</summary>
    public void Lose(Side side)
    {
        Questions.Lose();
        _isLost = true;
        if (side != Side.Request)
            return;
        IsKnown = false;
        Confirms.Forget();
    }
}
