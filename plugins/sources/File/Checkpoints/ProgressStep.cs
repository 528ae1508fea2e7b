namespace Pipeline.Sources.File.Checkpoints;

/// <summary>One batch on its way.</summary>
internal sealed class ProgressStep(FileProgress progress, ReadPlace end) : IAccountOwner
{
    /// <summary>Where its rows end.</summary>
    public ReadPlace End => end;

    /// <summary>Whether nobody has to tell its rows again. Belongs to the progress.</summary>
    public bool IsSettled { get; set; }

    public void Settled(Account account, Settlement outcome)
    {
        // What was abandoned stays open, and so does all behind it.
        if (outcome != Settlement.Abandoned)
            progress.Settle(this);
    }
}
