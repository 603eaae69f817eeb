namespace ClientFailover;

/// <summary>Checks the options that say which endpoints a call goes to, by their labels or by its key.</summary>
internal sealed class SelectorOptionsValidator(OptionsProblems problems)
{
    /// <param name="path">The path of <paramref name="own"/>.</param>
    /// <param name="own">What is checked.</param>
    /// <param name="defaults">What fills the gaps; checked by itself already.</param>
    public void Check(string path, ServiceOptions own, ServiceOptions defaults)
    {
        if (Selector($"{path}:{nameof(own.Residency)}", own.Residency) is { IsPositive: false })
        {
            problems.Add($"{path}:{nameof(own.Residency)}", own.Residency, "says what is forbidden, and endpoints without the label would pass; write what is allowed, such as region in (eu-west, eu-central)");
        }

        var affinity = $"{path}:{nameof(own.Affinity)}";
        Word($"{affinity}:{nameof(AffinityOptions.Header)}", own.Affinity.Header, "header, such as x-user");
        Word($"{path}:{nameof(own.IdentityHeader)}", own.IdentityHeader, "header, such as x-instance-id");
        Word($"{affinity}:{nameof(AffinityOptions.Cookie)}", own.Affinity.Cookie, "cookie, such as session");
        problems.Number($"{affinity}:{nameof(AffinityOptions.BoundedLoad)}", own.Affinity.BoundedLoad, 1, 1000, ", such as 1.25 for a quarter more than its share");
        problems.Count($"{affinity}:{nameof(AffinityOptions.MinimumBound)}", own.Affinity.MinimumBound, 1);
        Selector($"{path}:{nameof(own.Writes)}:{nameof(WritesOptions.Primary)}", own.Writes.Primary);
        if ((own.Writes.Primary ?? defaults.Writes.Primary) is not null && (own.Writes.OnLoss ?? defaults.Writes.OnLoss) is null)
        {
            problems.Add($"{path}:{nameof(own.Writes)}:{nameof(WritesOptions.OnLoss)}", null, $"says nothing; write {nameof(PrimaryLoss.Fail)}, or {nameof(PrimaryLoss.FailOver)} if others may take writes when the primary is lost");
        }

        for (var i = 0; i < own.Subsets.Count; i++)
        {
            Subset($"{path}:{nameof(own.Subsets)}:{i}", own.Subsets[i]);
        }

        if (own.Subsets.Sum(static subset => subset.Share ?? 0) is var sum && sum > 1 + 1e-9)
        {
            problems.Add($"{path}:{nameof(own.Subsets)}", sum, "is more than the whole; lower the shares, which together are at most 1");
        }
    }

    private void Word(string path, string? text, string what)
    {
        if (text is not null && (text.Length == 0 || !text.All(static sign => char.IsAsciiLetterOrDigit(sign) || "!#$%&'*+-.^_`|~".Contains(sign, StringComparison.Ordinal))))
        {
            problems.Add(path, text, $"is no name; write that of a {what}");
        }
    }

    private void Subset(string path, SubsetOptions own)
    {
        if (own.Selector is null)
        {
            problems.Add($"{path}:{nameof(own.Selector)}", null, "says nothing; write a label selector, such as version=canary");
        }

        Selector($"{path}:{nameof(own.Selector)}", own.Selector);
        if (own.Share is null)
        {
            problems.Add($"{path}:{nameof(own.Share)}", null, "says nothing; write a number from 0 to 1, such as 0.05 for 5 %");
        }

        problems.Ratio($"{path}:{nameof(own.Share)}", own.Share);
    }

    private EndpointSelector? Selector(string path, string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            var selector = EndpointSelector.Parse(text);
            if (!selector.IsEverything)
            {
                return selector;
            }

            problems.Add(path, text, "chooses nothing in particular; write a label selector, such as region in (eu-west, eu-central), or leave it out");
        }
        catch (FormatException error)
        {
            problems.Add(path, error.Message);
        }

        return null;
    }
}
