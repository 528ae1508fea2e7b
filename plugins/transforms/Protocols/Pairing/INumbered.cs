namespace Pipeline.Transforms.Protocols.Pairing;

/// <summary>A request that its response names by a number.</summary>
internal interface INumbered
{
    /// <summary>The number.</summary>
    int Number { get; }

    /// <summary>How often messages of the one who asks, and of the one who answers, had been lost when it was asked.</summary>
    (int Requests, int Responses) Losses { get; set; }

    /// <summary>Bytes it takes.</summary>
    int Memory { get; }
}
