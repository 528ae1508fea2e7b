namespace Pipeline.Matrix.Tests.Observing;

/// <summary>What a kernel made of a variant.</summary>
internal enum Verdict
{
    Offered,

    /// <summary>The kernel lacks a hook, a mechanism or a function that the variant needs.</summary>
    NotOffered,

    /// <summary>The verifier found fault with it.</summary>
    Rejected,
}
