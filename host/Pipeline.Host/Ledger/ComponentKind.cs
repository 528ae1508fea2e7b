namespace Pipeline.Host.Ledger;

/// <summary>Which of the three contracts a component fulfils.</summary>
internal enum ComponentKind
{
    Source,
    Transform,
    Sink,
}
