namespace Pipeline.Metrics.Store;

/// <summary>Why rows were not taken, as the ledger and metrics spell it.</summary>
internal static class RefusalWords
{
    public static string Word(this Refusal reason) => reason switch
    {
        Refusal.SeriesFull => "series_full",
        Refusal.OtherSource => "other_source",
        Refusal.LabelsTooLong => "labels_too_long",
        _ => "not_a_count",
    };
}
