namespace Pipeline.Host.Delivery;

/// <summary>Refused rows on their way to who takes them: a table of the refusing sink, with one reference, its maker's.</summary>
internal readonly record struct DeadLetter(int Table, RecordBatch Batch);
