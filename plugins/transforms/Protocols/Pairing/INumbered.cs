namespace Pipeline.Transforms.Protocols.Pairing;

/// <summary>A request that its response names by a number.</summary>
internal interface INumbered
{
    /// <summary>The number.</summary>
    int Number { get; }

    /// <summary>When its first byte was moved.</summary>
    long Time { get; }

    /// <summary>How often responses had been lost when it was asked.</summary>
    int Losses { get; set; }

    /// <summary>Bytes it takes.</summary>
    int Memory { get; }
}
