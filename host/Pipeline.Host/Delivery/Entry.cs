namespace Pipeline.Host.Delivery;

/// <summary>What became of a request's wait for its turn.</summary>
internal enum Entry
{
    /// <summary>It is written now.</summary>
    Begun,

    /// <summary>It was tried again for as long as it may be.</summary>
    Expired,

    /// <summary>It will never be its turn.</summary>
    Over,
}
